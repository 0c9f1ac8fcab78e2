package import VaultPolicy

/// A policy with all that stood beside it.
package struct PolicySource: Hashable, Sendable {
  package let policy: Policy
  package let places: PolicyPlaces
  /// The file's text, word for word.
  package let sourceText: String
  /// Sorted by id, then language.
  package let notices: [Notice]
}
