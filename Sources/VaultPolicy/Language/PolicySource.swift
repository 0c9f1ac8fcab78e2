/// A policy with all that stood beside it: what a vault keeps of a version.
package struct PolicySource: Hashable, Sendable {
  package let policy: Policy
  package let places: PolicyPlaces
  /// The file's text, word for word.
  package let sourceText: String
  /// Sorted by id, then language.
  package let notices: [Notice]
  /// The note that stood beside it, as it was read; nil if it is not signed.
  package let signature: String?

  package init(
    policy: Policy, places: PolicyPlaces, sourceText: String, notices: [Notice],
    signature: String? = nil
  ) {
    self.policy = policy
    self.places = places
    self.sourceText = sourceText
    self.notices = notices
    self.signature = signature
  }
}
