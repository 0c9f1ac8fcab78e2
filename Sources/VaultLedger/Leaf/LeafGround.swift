package import VaultModel

/// A ground that outlived the erasure of its subject; nothing in it names a person.
package struct LeafGround: Hashable, Sendable {
  /// The ground's own id, the same as before.
  package var id: Identifier
  /// Its purpose, by name.
  package var purpose: String
  /// Its end, unless it is closed earlier.
  package var until: Timestamp

  /// Puts the parts together.
  package init(id: Identifier, purpose: String, until: Timestamp) {
    self.id = id
    self.purpose = purpose
    self.until = until
  }
}
