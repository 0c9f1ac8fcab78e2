import Testing
import VaultModel
import VaultPolicy

/// A vault that knew more names of each kind, before those of its policy, than one word of a set holds.
@Suite("Numbers beyond the first word")
struct WideNumbersTests {
  private let policy: Policy
  private let engine: Engine

  init() throws {
    policy = try SmallModel.policy()
    var registry = Registry()
    var entries = registry.entries
    _ = try registry.register(policy)
    for kind in NameKind.allCases {
      let builtIn = entries.count { $0.kind == kind }
      let own = registry.names(kind).dropFirst(builtIn)
      // There are at most 64 channels; of the others enough for two words of other names.
      let others = kind == .channel ? 64 - own.count : 140
      entries += ((0..<others).map { "other-\($0)" } + own).enumerated().map { offset, name in
        Registry.Entry(kind: kind, name: name, number: UInt16(builtIn + offset))
      }
    }
    engine = try Engine(policy, registry: Registry(entries: entries))
  }

  @Test func theEngineAnswersAsTheReferenceDoes() throws {
    var permits = 0
    for step in 0..<600 {
      let world = SmallModel.world(step * 181_081 % SmallModel.count)
      for request in SmallModel.requests {
        let answer = try engine.answer(request, in: world)
        if answer.isPermit { permits += 1 }
        #expect(Reference(request, in: policy, world: world).answer().admits(answer))
      }
    }
    #expect(permits > 100)
  }

  @Test func aNumberIsNotTheOneAWordBelowIt() throws {
    let whole = try facts()
    #expect(try permits(whole))
    let damages: [(inout Permission) -> Void] = [
      { $0.purpose = $0.purpose.aWordBelow },
      { $0.scope.categories = $0.scope.categories.aWordBelow },
      { $0.scope.recipients = $0.scope.recipients.aWordBelow },
      { $0.scope.origins = $0.scope.origins.aWordBelow },
    ]
    for damage in damages {
      var facts = whole
      damage(&facts.permissions[0])
      #expect(try !permits(facts))
    }
  }

  @Test func askingForTheNumberAWordBelowIsAskingForAnother() throws {
    let facts = try facts()
    #expect(try !permits(facts) { $0 = TypedRequest($0, actor: $0.actor?.aWordBelow) })
    #expect(try !permits(facts) { $0 = TypedRequest($0, categories: $0.categories.aWordBelow) })
    #expect(try !permits(facts) { $0 = TypedRequest($0, recipient: $0.recipient?.aWordBelow) })
  }

  @Test func aDenialOfTheNumberAWordBelowDeniesAnother() throws {
    let (c, r): (CategoryNumber, RecipientNumber) = (
      try engine.number("c.a"), try engine.number("r")
    )
    let scopes: [(Denial.Scope, isDenied: Bool)] = [
      (Denial.Scope(purpose: nil, categories: [c]), true),
      (Denial.Scope(purpose: nil, categories: [c.aWordBelow]), false),
      (Denial.Scope(purpose: nil, recipients: [r]), true),
      (Denial.Scope(purpose: nil, recipients: [r.aWordBelow]), false),
    ]
    for (scope, isDenied) in scopes {
      var facts = try facts()
      facts.denials = [
        Denial(
          id: Identifier(high: 9, low: 9), word: .withdrawn, scope: scope, eventTime: facts.time,
          recordedTime: facts.time)
      ]
      #expect(try permits(facts) == !isDenied)
    }
  }

  /// One consent that covers all, and a value whose origin is beyond the first word too.
  private func facts() throws -> Facts {
    let origin = "third-party:z"
    var record = SmallModel.consent()
    record.purpose = "g.l"
    record.isConsent = false
    record.method = nil
    record.channels = []
    record.origins = [origin]
    return try engine.facts(SmallModel.world([record]) { $0.origins = ["c.a": [origin]] })
  }

  private func permits(
    _ facts: Facts, _ change: (inout TypedRequest) -> Void = { _ in }
  ) throws -> Bool {
    let terms = try #require(engine.policy.terms(named: "g.l"))
    var request = TypedRequest(
      terms, actor: try engine.number("q"), categories: [try engine.number("c.a")],
      recipient: try engine.number("r"))
    change(&request)
    return engine.policy.decide(request, facts).isPermit
  }
}

extension TypedRequest {
  /// The request with one part of it changed.
  fileprivate init(
    _ request: TypedRequest, actor: ActorNumber? = nil,
    categories: NumberSet<CategoryKind>? = nil, recipient: RecipientNumber? = nil
  ) {
    self.init(
      request.terms, actor: actor ?? request.actor ?? unheard(),
      categories: categories ?? request.categories,
      recipient: recipient ?? request.recipient ?? unheard())
  }
}

extension Number {
  /// The number that has the same bit in the word below.
  fileprivate var aWordBelow: Self { Number(rawValue - 64) }
}

extension NumberSet {
  fileprivate var aWordBelow: Self {
    NumberSet(numbers.filter { $0.rawValue >= 64 }.map(\.aWordBelow))
  }
}
