package import VaultModel

/// What the columns of an input mean: whose row it is, which values it holds, and which permissions
/// allow to keep them.
package struct ImportMap: Hashable, Sendable {
  /// The company's id of the person; a blank cell rejects the row.
  package let subject: ColumnReference
  /// Where values came from, unless their rule says otherwise.
  package let origin: Origin
  /// When values were collected; nil, or a blank cell, means at the import.
  package let collectedAt: RowTime?
  /// The values, in the order of the map.
  package let values: [ValueRule]
  /// The consents, in the order of the map.
  package let consents: [ConsentRule]
  /// The grounds, in the order of the map.
  package let grounds: [GroundRule]
  /// Whether white space at both ends of cells is cut off, unless a reference says otherwise.
  package let trim: Bool

  package init(
    subject: ColumnReference, origin: Origin = .volunteered, collectedAt: RowTime? = nil,
    values: [ValueRule] = [], consents: [ConsentRule] = [], grounds: [GroundRule] = [],
    trim: Bool = false
  ) {
    self.subject = subject
    self.origin = origin
    self.collectedAt = collectedAt
    self.values = values
    self.consents = consents
    self.grounds = grounds
    self.trim = trim
  }
}
