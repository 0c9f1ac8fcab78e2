package import VaultModel

/// What a subject's state record is after a change: so that `ledger verify` can compare the two.
package struct LeafStanding: Hashable, Sendable {
  /// The subject's random id.
  package var subject: Identifier
  /// SHA-256 of its state record, without its log secret.
  package var digest: Digest

  /// Puts the parts together.
  package init(subject: Identifier, digest: Digest) {
    self.subject = subject
    self.digest = digest
  }
}
