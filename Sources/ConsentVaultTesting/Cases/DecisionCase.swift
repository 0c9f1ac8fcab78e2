/// One decision case: a world made of commands, a request, and the answer that has to come.
///
/// The cases are the acceptance tests of the decision rules; the format is described in
/// `Tests/Cases/README.md`, beside the cases themselves.
public struct DecisionCase: Sendable {
  /// Such as `d001`.
  public let id: String
  /// What it is about, in a few words.
  public let name: String
  /// The sentence of the rules that it holds the vault to.
  public let rule: String
  /// The name of the policy that the vault begins with.
  public let policy: String

  let start: String
  let world: [Step]
  let request: Question
  let expected: Expectation
}

extension DecisionCase {
  /// One command; a field that is nil was not given.
  struct Step: Sendable, Decodable {
    let command: String
    let at: String
    let subject: String?
    let id: String?
    let purpose: String?
    let consent: String?
    let ground: String?
    let all: Bool?
    let by: String?
    let reason: String?
    let reference: String?
    let method: String?
    let notice: String?
    let categories: [String]?
    let recipients: [String]?
    let channels: [String]?
    let operations: [String]?
    let origins: [String]?
    let span: String?
    let until: String?
    let eventAt: String?
    let hasEvidence: Bool?
    let origin: String?
    let values: [String: String]?
    let actor: String?
    let channel: String?
    let policy: String?
    let mustFail: Bool?

    enum CodingKeys: String, CodingKey {
      case at, subject, id, purpose, consent, ground, all, by, reason, reference, method, notice
      case categories, recipients, channels, operations, origins, until, origin, values, actor
      case channel, policy
      case command = "do"
      case span = "for"
      case eventAt = "event_at"
      case hasEvidence = "evidence"
      case mustFail = "must_fail"
    }
  }

  /// What is asked at the end.
  struct Question: Sendable, Decodable {
    let subject: String
    let actor: String
    let purpose: String
    let categories: [String]
    let operation: String?
    let recipient: String?
    let channel: String?
    let mode: String?
    /// Vault time.
    let at: String
    /// The system clock, where it is not vault time.
    let clock: String?
    /// `put`; nil is a check.
    let command: String?
    let origin: String?

    enum CodingKeys: String, CodingKey {
      case subject, actor, purpose, categories, operation, recipient, channel, mode, at, clock
      case origin
      case command = "do"
    }
  }

  /// The answer that has to come.
  struct Expectation: Sendable, Decodable {
    struct Withheld: Sendable, Decodable {
      let category: String
      /// Nil stands for any.
      let code: String?
    }

    let decision: String
    /// Nil is not compared.
    let codes: [String]?
    let withheld: [Withheld]
  }
}
