/// How a row opens a ground.
package struct GroundRule: Hashable, Sendable {
  /// The purpose, a leaf whose basis is not consent.
  package let purpose: String
  /// What the ground rests on, such as an order number; a row where it is blank opens none.
  package let reference: TextSource
  /// When it begins; nil means at its first import.
  package let from: RowTime?
  /// When it ends; `for` counts from the beginning.
  package let end: EndRule

  package init(purpose: String, reference: TextSource, from: RowTime? = nil, end: EndRule) {
    self.purpose = purpose
    self.reference = reference
    self.from = from
    self.end = end
  }
}
