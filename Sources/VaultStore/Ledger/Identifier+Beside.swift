package import VaultModel

extension Identifier {
  /// The random id that stands beside a leaf of a bundle; nil where it is about nobody, or about somebody
  /// erased.
  ///
  /// - Parameters:
  ///   - offset: the leaf's place in its bundle, from 0.
  ///   - subjects: 16 bytes for each leaf of the bundle, zeros for nobody.
  package init?(besideLeaf offset: Int, of subjects: [UInt8]) {
    guard let id = Identifier(bytes: subjects[offset * 16..<offset * 16 + 16]),
      id != Identifier(high: 0, low: 0)
    else { return nil }
    self = id
  }
}
