package import VaultModel

/// What a decision about one subject and one purpose rests on, besides the policy.
package struct Facts: Sendable {
  /// The subject's state.
  package enum Subject: Hashable, Sendable {
    case unknown
    case active
    /// Since when (GDPR Art. 18).
    case restricted(since: Timestamp)
    case erased
  }

  package var subject: Subject
  package var permissions: [Permission]
  package var denials: [Denial]
  /// The origins of the values stored in each category asked for.
  package var origins: StoredOrigins
  /// The times of the purpose's contacts that may still count against its cap.
  package var contacts: [Timestamp]
  /// Vault time.
  package var time: Timestamp
  /// Whether the system clock is not behind vault time by more than the tolerance.
  package var clockIsTrusted: Bool

  package init(
    subject: Subject, permissions: [Permission] = [], denials: [Denial] = [],
    origins: StoredOrigins = [:], contacts: [Timestamp] = [],
    time: Timestamp, clockIsTrusted: Bool = true
  ) {
    self.subject = subject
    self.permissions = permissions
    self.denials = denials
    self.origins = origins
    self.contacts = contacts
    self.time = time
    self.clockIsTrusted = clockIsTrusted
  }

  /// Since when only later consents open anything; nil if the subject is not restricted.
  var restrictedSince: Timestamp? {
    guard case .restricted(let since) = subject else { return nil }
    return since
  }
}
