package import VaultModel

/// What one row means by its map; nothing in it has been decided by the policy.
package struct MappedRow: Hashable, Sendable {
  /// The physical line where the row begins.
  package let line: Int
  /// Whose row it is.
  package let subject: SubjectID
  /// The consents and refusals, in the order of the map; rules whose cell is blank are absent.
  package let consents: [MappedConsent]
  /// The grounds, in the order of the map; rules whose reference is blank are absent.
  package let grounds: [MappedGround]
  /// The values, in the order of the map; blank cells are absent.
  package let values: [MappedValue]
}
