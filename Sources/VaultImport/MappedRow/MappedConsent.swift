package import VaultModel

/// A person's yes or no for one purpose.
package struct MappedConsent: Hashable, Sendable {
  /// What was said.
  package enum Word: Hashable, Sendable {
    /// Yes, until the given instant, which is later than the time of the word.
    case grant(until: Timestamp)
    /// No.
    case refusal
  }

  /// The index of the rule in ``ImportMap/consents``, which has the purpose and the rest.
  package let rule: Int
  /// Yes or no.
  package let word: Word
  /// When it was said.
  package let capturedAt: Timestamp
}
