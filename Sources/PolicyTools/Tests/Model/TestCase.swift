package import VaultModel
package import VaultPolicy

/// One question with the answer that the author expects.
package struct TestCase: Hashable, Sendable {
  /// The answer.
  package enum Expectation: Hashable, Sendable {
    case permit
    /// A denial with exactly these reasons: no more, no fewer.
    case codes(Reasons, nevers: [String])
    /// One of the grants is refused, with the code that `cvault grant` would tell.
    case refusal(String)
  }

  package var title: TestTitle
  package var time: Timestamp
  /// Nil asks whether the grants are accepted, and nothing else.
  package var ask: Request?
  package var subject: Facts.Subject
  package var grants: [TestGrant]
  package var denials: [TestDenial]
  /// When the subject was contacted for the purpose before.
  package var contacts: [Timestamp]
  /// Where the stored values came from, by leaf category.
  package var origins: [String: [String]]
  package var expectation: Expectation
  /// The categories that a partial answer leaves out; nil is not compared.
  package var withheld: [String]?

  package init(
    _ title: TestTitle, at time: Timestamp, ask: Request?, subject: Facts.Subject = .active,
    grants: [TestGrant] = [], denials: [TestDenial] = [], contacts: [Timestamp] = [],
    origins: [String: [String]] = [:], expect expectation: Expectation,
    withheld: [String]? = nil
  ) {
    self.title = title
    self.time = time
    self.ask = ask
    self.subject = subject
    self.grants = grants
    self.denials = denials
    self.contacts = contacts
    self.origins = origins
    self.expectation = expectation
    self.withheld = withheld
  }
}
