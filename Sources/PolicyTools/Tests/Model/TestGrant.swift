package import VaultModel
import VaultPolicy

/// A permission that a test assumes: a consent that was given, or a ground that was opened.
///
/// What it does not name is as `cvault grant` and `cvault ground open` have it.
package struct TestGrant: Hashable, Sendable {
  /// Who says so: the subject or the company.
  package enum Kind: Hashable, Sendable {
    /// The notice is an id; nil is one that the purpose accepts.
    case consent(ConsentMethod, notice: String?)
    case ground
  }

  /// When it ends.
  package enum End: Hashable, Sendable {
    /// As late as the policy allows; a ground has no such end.
    case longest
    case after(TimeSpan)
    case at(Timestamp)
  }

  /// What ended it before its end, and when.
  package struct Closing: Hashable, Sendable {
    /// `revoked`, `invalidated` or `closed`; the subject's own word is a ``TestDenial``.
    package var state: PermissionState
    package var time: Timestamp

    package init(_ state: PermissionState, at time: Timestamp) {
      self.state = state
      self.time = time
    }
  }

  /// The name in `grants`; nil for one that is written in its case.
  package var name: String?
  package var kind: Kind
  package var purpose: String
  /// Names in the dimensions that are scoped: categories, recipients, channels, operations, origins.
  package var scope: [TestDimension: [String]]
  package var from: Timestamp
  package var end: End
  package var closing: Closing?

  package init(
    name: String? = nil, _ kind: Kind, for purpose: String,
    scope: [TestDimension: [String]] = [:], from: Timestamp, end: End = .longest,
    closing: Closing? = nil
  ) {
    self.name = name
    self.kind = kind
    self.purpose = purpose
    self.scope = scope
    self.from = from
    self.end = end
    self.closing = closing
  }
}

/// A "no" of the subject that a test assumes.
package struct TestDenial: Hashable, Sendable {
  package var word: Denial.Word
  /// A purpose or a group; nil is every purpose.
  package var purpose: String?
  /// Names of categories, channels and recipients.
  package var scope: [TestDimension: [String]]
  package var time: Timestamp

  package init(
    _ word: Denial.Word, of purpose: String?, scope: [TestDimension: [String]] = [:],
    at time: Timestamp
  ) {
    self.word = word
    self.purpose = purpose
    self.scope = scope
    self.time = time
  }
}
