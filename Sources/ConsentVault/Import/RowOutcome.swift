/// What became of one imported row.
package struct RowOutcome: Sendable {
  /// A category of the row whose values could not be stored.
  package struct RejectedCategory: Sendable {
    package let category: String
    package let error: VaultError
  }

  /// Consents recorded.
  package var granted = 0
  /// Refusals recorded; those of a rejected row are among them.
  package var refused = 0
  /// Grounds opened.
  package var grounds = 0
  /// Values written.
  package var values = 0
  /// Consents, refusals, grounds and values that the vault knew already, or that a later word or a
  /// later value has overtaken.
  package var unchanged = 0
  /// Whether the subject was taken into the vault by this row.
  package var isNewSubject = false
  /// Whether anything was written or taken away.
  package var isChanged = false
  /// Categories that no permission lets in; the rest of the row was kept.
  package var rejectedCategories: [RejectedCategory] = []
  /// Why nothing of the row but its refusals was kept; nil if the row was taken.
  package var rejection: VaultError?

  init() {}

  /// Adds what became of a refusal of the same row.
  mutating func add(refusal: RowOutcome) {
    refused += refusal.refused
    unchanged += refusal.unchanged
    isNewSubject = isNewSubject || refusal.isNewSubject
    isChanged = isChanged || refusal.isChanged
  }
}
