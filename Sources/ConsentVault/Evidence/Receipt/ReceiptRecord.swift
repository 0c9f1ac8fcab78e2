import VaultLedger
import VaultPolicy

/// What the receipt of an event tells, in names, as of that event.
///
/// A record keeps only what it is now, so what it was comes from the leaf that said it and from the
/// policy of that leaf.
struct ReceiptRecord {
  /// A leaf that tells of the permission.
  struct Event {
    let index: UInt64
    let tag: Identifier
    let event: StatementEvent
    let detail: LeafDetail
  }

  let permission: Identifier
  let kind: Permission.Kind
  let purpose: String
  let event: StatementEvent
  let leaf: UInt64
  /// When it happened, as told.
  let happened: Timestamp
  /// The DPV status of the consent after the event.
  let status: String
  let policy: Policy
  /// The policy's words on the purpose.
  let terms: PurposeDefinition?
  /// Names and titles of leaf categories.
  let categories: [CategoryDefinition]
  let recipients: [String]
  let channels: [String]
  let operations: [Operation]
  let origins: [String]
  /// Nil for what never opened anything: a request, a refusal.
  let from: Timestamp?
  let until: Timestamp?
  let method: ConsentMethod?
  let notice: Consent.Notice?
  let giver: Giver?
  /// A pseudonym, or the company's id of the person.
  let person: String

  init(
    _ permission: Permission, _ registry: Registry, _ event: Event, opening: Event?,
    policy: Policy, notice: Consent.Notice?, giver: Giver?, person: String
  ) {
    self.permission = permission.id
    kind = permission.kind
    purpose = registry.name(permission.purpose) ?? ""
    self.event = event.event
    leaf = event.index
    happened = event.detail.eventTime ?? event.event.time
    status = Self.status(event, isUnproven: permission.state == .unproven)
    self.policy = policy
    let name = purpose
    terms = policy.purposes.first { $0.name == name }
    // A scope stays as it was through renewals; the leaf has the categories as they were named.
    let names = opening?.detail.categories ?? registry.names(permission.scope.categories)
    categories = names.sorted().map { name in
      policy.categories.first { $0.name == name } ?? CategoryDefinition(name: name)
    }
    recipients = registry.names(permission.scope.recipients)
    channels = registry.names(permission.scope.channels)
    operations = permission.scope.operations.operations
    origins = registry.names(permission.scope.origins)
    from = opening.map { $0.detail.eventTime ?? $0.event.time }
    until = opening?.detail.until
    method = opening?.detail.method.flatMap(ConsentMethod.init(rawValue:))
    self.notice = notice
    self.giver = giver
    self.person = person
  }

  private static func status(_ event: Event, isUnproven: Bool) -> String {
    switch event.event.name {
    // Whoever closed the question without an answer has not answered it.
    case .requested:
      event.detail.text == nil ? "dpv:ConsentRequested" : "dpv:ConsentRequestDeferred"
    case .given: isUnproven ? "dpv:ConsentUnknown" : "dpv:ConsentGiven"
    case .renewed: "dpv:RenewedConsentGiven"
    case .refused: "dpv:ConsentRefused"
    case .withdrawn: "dpv:ConsentWithdrawn"
    case .revoked: "dpv:ConsentRevoked"
    case .expired: "dpv:ConsentExpired"
    case .invalidated: "dpv:ConsentInvalidated"
    case .opened, .closed, .erased: ""
    }
  }
}
