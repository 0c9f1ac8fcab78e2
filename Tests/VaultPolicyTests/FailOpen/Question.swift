import Testing
import VaultModel
import VaultPolicy

/// All that one decision rests on; as it is made here, the answer is a permit.
///
/// Facts are registry numbers, as they come out of a vault: a test can make of them what no vault ever
/// wrote.
struct Question {
  var policy: Policy
  var registry: Registry
  var zones: [String: ZoneRules]
  var request: Request
  var facts: Facts

  /// Whether the engine permits it, in either mode.
  func permits() throws -> Bool {
    let engine = try Engine(policy, registry: registry, zones: zones)
    return [Request.Mode.strict, .partial].contains { mode in
      var request = request
      request.mode = mode
      return engine.policy.decide(engine.resolve(request), facts).isPermit
    }
  }

  /// Whether the engine lets a volunteered value of the first category asked for be stored.
  func stores(from origin: OriginNumber? = .volunteered) throws -> Bool {
    let engine = try Engine(policy, registry: registry, zones: zones)
    guard let category = engine.resolve(request).categories.first else { return false }
    let standing = Standing(
      permissions: facts.permissions, denials: facts.denials, time: facts.time)
    return engine.policy.storing(category, from: origin, in: standing).isCovered
  }

  /// The permission, to be damaged.
  var permission: Permission {
    get { facts.permissions[0] }
    set { facts.permissions[0] = newValue }
  }

  /// The purpose that is asked for, to be damaged.
  var purpose: PurposeDefinition {
    get { policy.purposes.first { $0.name == request.purpose } ?? policy.purposes[0] }
    set {
      for index in policy.purposes.indices where policy.purposes[index].name == request.purpose {
        policy.purposes[index] = newValue
      }
    }
  }

  func number<Kind: RegisteredKind>(_ name: String) throws -> Number<Kind> {
    try #require(registry.number(name))
  }

  /// A word of denial, now, against all.
  mutating func deny(_ change: (inout Denial) -> Void = { _ in }) {
    var denial = Denial(
      id: Identifier(high: 9, low: 9), word: .withdrawn, scope: Denial.Scope(purpose: nil),
      eventTime: facts.time, recordedTime: facts.time)
    change(&denial)
    facts.denials.append(denial)
  }
}

/// A number that no registry of these tests has given.
func unheard<Kind>(_ number: UInt16 = .max) -> Number<Kind> { Number(number) }

/// Noon or midnight of a day of 1970, in hours after the first instant.
func hour(_ hours: Int64) -> Timestamp {
  Timestamp.earliest.advanced(by: .seconds(hours * 3600)) ?? .latest
}

extension Question {
  /// When everything is asked: the eleventh day at six, half past eleven in the East.
  static let now = hour(10 * 24 + 6)

  /// A letter through the mailing house: consent, a channel, a recipient, a cap, quiet hours.
  static func letter() throws -> Question {
    var question = try of("mail.letter", ["contact.email"])
    question.request.recipient = "mailer"
    question.request.channel = "email"
    question.permission.scope.recipients.insert(try question.number("mailer"))
    question.permission.scope.operations.insert(.share)
    question.permission.scope.channels = [try question.number("email")]
    return question
  }

  /// What was ordered: a contract.
  static func order() throws -> Question { try of("serve.order", ["contact.email"]) }

  /// A legitimate interest.
  static func fraud() throws -> Question { try of("serve.fraud", ["contact.email"]) }

  /// An explicit consent to special data.
  static func allergy() throws -> Question { try of("care.allergy", ["health.allergy"]) }

  /// Special data under a vital interest.
  static func rescue() throws -> Question { try of("care.rescue", ["health.allergy"]) }

  private static func of(_ purpose: String, _ categories: [String]) throws -> Question {
    let policy = try policy()
    var registry = Registry()
    _ = try registry.register(policy)
    let isConsent = policy.purposes.first { $0.name == purpose }?.basis == .consent
    let permission = Permission(
      id: Identifier(high: 1, low: 1), kind: isConsent ? .consent : .ground,
      purpose: try #require(registry.number(purpose)),
      scope: Scope(categories: NumberSet(categories.compactMap { registry.number($0) })),
      from: hour(5 * 24), until: hour(30 * 24), state: .given,
      method: isConsent ? .signedStatement : nil, retention: .zero, eventTime: hour(5 * 24),
      recordedTime: hour(5 * 24), changedTime: hour(5 * 24), sequence: 1)
    return Question(
      policy: policy, registry: registry, zones: try RandomPolicy.zoneRules(),
      request: Request(actor: "desk", purpose: purpose, categories: categories),
      facts: Facts(subject: .active, permissions: [permission], time: now))
  }

  private static func policy() throws -> Policy {
    func purpose(_ name: String, _ basis: Basis, _ categories: [String]) -> PurposeDefinition {
      var purpose = PurposeDefinition(
        name: name, title: name, benefit: name, basis: basis, categories: categories,
        actors: ["desk"])
      if basis == .consent {
        purpose.consent = ConsentTerms(maxLifetime: .days(25), methods: ConsentMethod.allCases)
      }
      return purpose
    }
    var letter = purpose("mail.letter", .consent, ["contact.email", "preference.size"])
    letter.recipients = ["mailer", "self"]
    letter.operations = [.use, .share]
    letter.channels = ["email"]
    letter.contact = ContactRule(
      atMost: 1, per: .days(1),
      quiet: QuietHours(fromMinute: 21 * 60, untilMinute: 8 * 60, zone: "East"))
    var fraud = purpose("serve.fraud", .legitimateInterest, ["contact.email"])
    fraud.assessment = Assessment(reference: "A", reviewBy: CivilDate(now))
    var rescue = purpose("care.rescue", .vitalInterest, ["health.allergy"])
    rescue.article9 = "9(2)(c)"
    return Policy(
      name: "shop", version: try #require(PolicyVersion("1")),
      controller: Controller(name: "Shop", contact: "shop@example.com"),
      categories: [
        CategoryDefinition(name: "contact", isLeaf: false),
        CategoryDefinition(name: "contact.email"),
        CategoryDefinition(name: "contacts"),
        CategoryDefinition(name: "health", isLeaf: false),
        CategoryDefinition(name: "health.allergy", sensitivity: .special),
        CategoryDefinition(name: "preference", isLeaf: false),
        CategoryDefinition(name: "preference.size"),
      ],
      channels: ["email", "post"],
      recipients: ["broker", "mailer"].map {
        RecipientDefinition(name: $0, title: $0, role: .processor)
      },
      actors: ["desk", "shop"].map { ActorDefinition(name: $0, title: $0) },
      groups: ["care", "mail", "serve"].map { PurposeGroup(name: $0, title: $0) },
      purposes: [
        purpose("care.allergy", .consent, ["health.allergy"]), rescue, letter, fraud,
        purpose("serve.order", .contract, ["contact.email"]),
      ],
      never: [NeverRule(id: "N1", say: "Nothing goes to brokers.", recipients: ["broker"])])
  }
}
