import VaultLedger

/// What a statement says of its leaf: whoever has the statement compares it with the leaf itself.
///
/// `{"kind":"given","time":"…Z","purpose":"marketing.newsletter","policy":{"number":3,…}}`; kind, time,
/// purpose and number are the leaf's clear fields, and a purpose that the leaf does not name is absent.
struct StatementEvent: Hashable, Sendable {
  /// What happened.
  ///
  /// Append-only words.
  enum Name: String, Hashable, Sendable {
    case requested, given, renewed, refused, withdrawn, revoked, expired, invalidated
    case opened, closed
    case erased

    /// What a leaf tells of; nil for leaves that no statement is made of.
    init?(_ type: LeafType) {
      switch type {
      case .consentRequested: self = .requested
      case .given: self = .given
      case .renewed: self = .renewed
      case .refused: self = .refused
      case .withdrawn: self = .withdrawn
      case .revoked: self = .revoked
      // A sweep's leaf is that of everything which it found past its end.
      case .expired, .sweep: self = .expired
      case .invalidated: self = .invalidated
      case .groundOpened: self = .opened
      case .groundClosed: self = .closed
      case .erased: self = .erased
      default: return nil
      }
    }
  }

  /// The member of a statement that holds it.
  static let member = "event"

  let name: Name
  /// Vault time of the leaf: when it was recorded.
  let time: Timestamp
  /// The purpose as it was named: a leaf, a group, or `*`; empty for none.
  let purpose: String
  /// The number of the policy in force.
  let policy: UInt32

  /// The clear fields of a leaf; nil for one of which no statement is made.
  init?(_ leaf: Leaf) {
    guard let name = Name(leaf.type) else { return nil }
    self.name = name
    time = leaf.time
    purpose = leaf.purpose
    policy = leaf.policy
  }

  /// The member, with what else is known of the policy.
  func json(_ policy: [JSONValue.Member]) -> JSONValue {
    let event: JSONValue = [
      "kind": .text(name.rawValue), "time": .text(time.description), "purpose": .text(purpose),
      "policy": .object([.init("number", .number(self.policy))] + policy),
    ]
    return event.withoutBlanks
  }

  /// Whether a statement's member says of the leaf what the leaf says.
  func isTold(by member: JSONValue) -> Bool {
    member["kind"]?.text == name.rawValue && member["time"]?.text == time.description
      && (member["purpose"]?.text ?? "") == purpose
      && member["policy"]?["number"]?.number == Int64(policy)
  }

  /// Whether the leaf is about this purpose: named itself, above it, or as everything.
  func concerns(_ purpose: String) -> Bool {
    ["", "*"].contains(self.purpose) || DottedName.isAtOrBelow(purpose, self.purpose)
  }
}
