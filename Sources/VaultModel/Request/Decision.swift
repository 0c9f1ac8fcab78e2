/// The answer to a request: permit or deny, with every reason and what it rests on.
public struct Decision: Hashable, Sendable {
  /// Whether data may be released.
  public enum Verdict: String, Hashable, Sendable {
    case permit
    case deny
  }

  /// One reason, for people and programs.
  public struct Reason: Hashable, Sendable {
    /// A stable code, such as `CONSENT_EXPIRED` or `NEVER:N2`.
    public let code: String
    /// The place in the policy file that it comes from, `file:line:column`, where there is one.
    public let place: String?

    /// Joins a code with the place that it comes from.
    public init(code: String, place: String? = nil) {
      self.code = code
      self.place = place
    }
  }

  /// A category (or one of its values) that was not released, with one of the reasons.
  public struct Withheld: Hashable, Sendable {
    /// The leaf's name, or the unknown name as it was asked for.
    public let category: String
    /// A stable code, as in ``Reason``; a category with several reasons has an entry for each.
    public let code: String

    /// Joins a category with one of its reasons.
    public init(category: String, code: String) {
      self.category = category
      self.code = code
    }
  }

  /// The policy that decided.
  public struct PolicyReference: Hashable, Sendable {
    /// The policy's name, the same for the life of a vault.
    public let name: String
    /// The version as the policy states it.
    public let version: String
    /// SHA-256 of the policy's canonical JSON form.
    public let digest: Digest

    /// Names a policy version; nothing is checked here.
    public init(name: String, version: String, digest: Digest) {
      self.name = name
      self.version = version
      self.digest = digest
    }
  }

  /// Permit if there is no reason against it, deny otherwise.
  public var verdict: Verdict
  /// What the asker is told: all reasons, or fewer where telling would be an oracle.
  public var reasons: [Reason]
  /// All reason codes, for the ledger alone.
  package var recorded: [String]
  /// For each covered category, the permission that it rests on.
  public var permissions: [String: Identifier]
  /// In partial mode, what was held back: one entry per category and code.
  public var withheld: [Withheld]
  /// What the purpose obliges the user of the data to do, such as `unsubscribe-link`.
  public var obligations: [String]
  /// The policy version in force when it was made.
  public var policy: PolicyReference
  /// The vault time at which it holds.
  public var time: Timestamp
  /// The index of the leaf that records it; nil for a mere check.
  public var leaf: UInt64?

  package init(
    verdict: Verdict, reasons: [Reason], recorded: [String], permissions: [String: Identifier],
    withheld: [Withheld], obligations: [String], policy: PolicyReference, time: Timestamp,
    leaf: UInt64? = nil
  ) {
    self.verdict = verdict
    self.reasons = reasons
    self.recorded = recorded
    self.permissions = permissions
    self.withheld = withheld
    self.obligations = obligations
    self.policy = policy
    self.time = time
    self.leaf = leaf
  }

  /// The codes told, in order.
  public var codes: [String] { reasons.map(\.code) }
}
