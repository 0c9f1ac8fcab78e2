import VaultCrypto
import VaultStore

/// What of a permission only an owner may read: sealed under the subject's key, because a guardian's
/// name or a contract number is personal data too.
package struct PermissionDetail: Hashable, Sendable {
  package var giver: Giver?
  /// SHA-256 of the evidence, such as a scanned letter; the evidence itself stays with the company.
  package var evidence: Digest?
  /// What a ground rests on, such as a contract number.
  package var reference: String?
  /// For an imported record, where it stood: the digest of the file, the line, the digest of the map.
  package var source: String?

  /// For a consent that was renewed, what it was before, oldest first: an import must know it by its
  /// first word too, or the old row of a file would bring back what was revoked since.
  var earlier: [ConsentWord] = []

  package init(
    giver: Giver? = nil, evidence: Digest? = nil, reference: String? = nil, source: String? = nil
  ) {
    self.giver = giver
    self.evidence = evidence
    self.reference = reference
    self.source = source
  }

  private static let label = "detail"

  /// Seals it for one permission.
  func sealed(by key: SubjectKey, for permission: Identifier) throws -> [UInt8] {
    var fields = FieldEncoder("cvault/v1/detail")
    fields.append(optional: giver?.description)
    fields.append(optional: evidence?.bytes)
    fields.append(optional: reference)
    fields.append(optional: source)
    fields.append(UInt16(clamping: earlier.count))
    for word in earlier.prefix(Int(UInt16.max)) { word.append(to: &fields) }
    return try key.seal(fields.bytes, label: Self.label, context: permission.bytes)
  }

  /// Opens what ``sealed(by:for:)`` sealed.
  init(opening sealed: [UInt8], by key: SubjectKey, of permission: Identifier) throws {
    let broken = StoreError.integrity("a permission's detail")
    var reader = try ByteReader(key.open(sealed, label: Self.label, context: permission.bytes))
    guard reader.text() == "cvault/v1/detail" else { throw broken }
    func field() throws -> [UInt8]? {
      guard let field = reader.prefixed(), let present = field.first else { throw broken }
      return present == 1 ? Array(field.dropFirst()) : nil
    }
    func text() throws -> String? {
      try field().map { bytes in
        guard let text = String(validating: bytes, as: UTF8.self) else { throw broken }
        return text
      }
    }
    giver = try text().flatMap(Giver.init)
    evidence = try field().flatMap { Digest(bytes: $0) }
    reference = try text()
    source = try text()
    guard let count = reader.prefixed(), count.count == 2 else { throw broken }
    for _ in 0..<count.reduce(0, { $0 << 8 | Int($1) }) {
      guard let word = ConsentWord(reading: &reader) else { throw broken }
      earlier.append(word)
    }
  }
}
