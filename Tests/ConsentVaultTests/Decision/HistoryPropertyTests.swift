import ConsentVault
import ConsentVaultTesting
import Testing
import VaultLedger
import VaultModel

/// Properties of the rules over random histories, each from a seed that a failure names.
@Suite struct HistoryPropertyTests {
  private static let people = (0..<4).map { subject("customer-\($0)") }

  /// One event of a history; both vaults of a pair live through the same.
  enum Event: Sendable {
    case grant(SubjectID, Grant)
    case withdraw(SubjectID, String?, ScopeNames)
    case refuse(SubjectID, String?)
    case revoke(SubjectID, String)
    case restrict(SubjectID)
    case unrestrict(SubjectID)
    case ground(SubjectID, Ground)
    case put(SubjectID, String, Origin)
    case erase(SubjectID)
    case readmit(SubjectID)

    static func random(using random: inout SplitMix64) -> Event {
      let who = people[Int.random(in: 0..<people.count, using: &random)]
      let purposes = [
        "marketing.newsletter", "marketing.styling", "personalise.recommendations",
        "feedback.survey", "share.partner-events",
      ]
      let purpose = purposes.randomElement(using: &random) ?? purposes[0]
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<6:
        let end = Grant.End.after(.days(Int64.random(in: 1...30, using: &random)))
        return .grant(who, .webForm(purpose, end: end))
      case 6, 7:
        let scopes = [
          ScopeNames(), ScopeNames(categories: ["preference.style"]),
          ScopeNames(channels: ["email"]),
        ]
        let node = ["marketing", purpose, nil].randomElement(using: &random) ?? nil
        return .withdraw(who, node, scopes.randomElement(using: &random) ?? ScopeNames())
      case 8: return .refuse(who, purpose)
      case 9: return .revoke(who, purpose)
      case 10: return .restrict(who)
      case 11: return .unrestrict(who)
      case 12, 13:
        let end = Grant.End.after(.days(Int64.random(in: 1...20, using: &random)))
        let name = Bool.random(using: &random) ? "service.returns" : "security.fraud"
        return .ground(who, Ground(purpose: name, reference: "r", end: end))
      case 14..<18:
        let category =
          [
            "preference.style", "preference.size", "order.history", "contact.email",
            "behaviour.web",
          ]
          .randomElement(using: &random) ?? "preference.style"
        let origin: Origin = Int.random(in: 0..<4, using: &random) == 0 ? .inferred : .volunteered
        return .put(who, category, origin)
      case 18: return .erase(who)
      default: return .readmit(who)
      }
    }

    func happen(in vault: Vault) async throws(VaultError) {
      switch self {
      case .grant(let who, let grant): _ = try await vault.grant(who, grant)
      case .withdraw(let who, let purpose, let scope):
        _ = try await vault.withdraw(who, purpose: purpose, scope: scope)
      case .refuse(let who, let purpose): _ = try await vault.refuse(who, purpose: purpose)
      case .revoke(let who, let purpose):
        _ = try await vault.revoke(who, purpose: purpose, reason: "x")
      case .restrict(let who): _ = try await vault.restrict(who)
      case .unrestrict(let who): _ = try await vault.unrestrict(who)
      case .ground(let who, let ground): _ = try await vault.openGround(who, ground)
      case .put(let who, let category, let origin):
        _ = try await vault.put(
          who, [NewValue(category: category, bytes: Array(category.utf8), origin: origin)])
      case .erase(let who): _ = try await vault.erase(who)
      case .readmit(let who): _ = try await vault.readmit(who)
      }
    }
  }

  private static let requests: [Request] = [
    .styling, .sizes, .newsletter,
    Request(actor: "support-desk", purpose: "service.returns", categories: ["order.history"]),
    Request(actor: "fraud-desk", purpose: "security.fraud", categories: ["behaviour.web"]),
    Request(
      actor: "stylist", purpose: "marketing.styling",
      categories: ["preference", "order.history"], channel: "email", mode: .partial),
    Request(
      actor: "shop-engine", purpose: "personalise.recommendations",
      categories: ["behaviour.web", "no-such"]),
    Request(actor: "insight", purpose: "nothing", categories: ["contact.email"]),
  ]

  /// Every answer of a vault at this instant.
  private func answers(_ vault: Vault) throws(VaultError) -> [String] {
    var answers: [String] = []
    for who in Self.people {
      for request in Self.requests {
        let decision = try vault.check(who, request)
        let held = decision.withheld.map { "\($0.category) \($0.code)" }.sorted()
        answers.append("\(decision.verdict.rawValue) \(decision.codes) \(held)")
      }
    }
    return answers
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func sweptOrNotTheVerdictIsTheSameAtEveryInstant(_ seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let swept = try RetailVault.make()
    let unswept = try RetailVault.make()
    var sweeps = 0
    for step in 0..<120 {
      for clock in [swept.clock, unswept.clock] {
        var steps = SplitMix64(seed: seed &* 1000 &+ UInt64(step))
        clock.advance(by: .seconds(Int64.random(in: 0...200_000, using: &steps)))
      }
      let event = Event.random(using: &random)
      var ends: [String?] = []
      for vault in [swept.vault, unswept.vault] {
        ends.append(await code { try await event.happen(in: vault) })
      }
      #expect(ends[0] == ends[1], "seed \(seed), step \(step): \(event)")
      if Int.random(in: 0..<3, using: &random) == 0 {
        // Erased customers leave nothing to write about, and then the clock seems to jump.
        var options = SweepOptions()
        options.confirmsClock = true
        let report = try await swept.vault.sweep(options)
        sweeps += report.expired + report.erasedValues
      }
      let pair = (try answers(swept.vault), try answers(unswept.vault))
      #expect(pair.0 == pair.1, "seed \(seed), step \(step): \(event)")
    }
    #expect(sweeps > 0)
    _ = try swept.vault.verifyLedger()
    _ = try unswept.vault.verifyLedger()
  }

  @Test(arguments: [11, 12, 13] as [UInt64])
  func aBatchGivesWhatSinglesGive(_ seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let test = try RetailVault.make()
    for _ in 0..<60 {
      test.clock.advance(by: .seconds(Int64.random(in: 0...90_000, using: &random)))
      let event = Event.random(using: &random)
      _ = await code { try await event.happen(in: test.vault) }
    }
    // Nothing here is a contact of a purpose with a cap, so that asking changes nothing.
    for request in Self.requests where request.purpose != "marketing.newsletter" {
      var batch: [String] = []
      try await test.vault.access(Self.people + [subject("nobody")], request, batch: 2) {
        id, access in
        switch consume access {
        case .permitted(let disclosure):
          batch.append("\(id.text) \(disclosure.values) \(disclosure.decision.codes)")
        case .denied(let decision): batch.append("\(id.text) \(decision.codes)")
        }
      }
      var singles: [String] = []
      for id in Self.people + [subject("nobody")] {
        switch try test.vault.accessNow(id, request) {
        case .permitted(let disclosure):
          singles.append("\(id.text) \(disclosure.values) \(disclosure.decision.codes)")
        case .denied(let decision): singles.append("\(id.text) \(decision.codes)")
        }
      }
      #expect(batch == singles, "seed \(seed)")
    }
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func whatHasExpiredStaysDeniedUntilSomethingHappens(_ seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let test = try RetailVault.make()
    for _ in 0..<60 {
      let event = Event.random(using: &random)
      _ = await code { try await event.happen(in: test.vault) }
    }
    var before = try answers(test.vault)
    for _ in 0..<40 {
      test.clock.advance(by: .seconds(Int64.random(in: 1...200_000, using: &random)))
      let after = try answers(test.vault)
      for (old, new) in zip(before, after) where old.hasPrefix("deny") && !old.contains("QUIET") {
        // Quiet hours end, and so does the wait of a cap; nothing else opens by itself.
        #expect(new.hasPrefix("deny"), "seed \(seed): \(old) became \(new)")
      }
      before = after
    }
  }

  @Test(arguments: [31, 32] as [UInt64])
  func theVaultAsOfAPastLeafGivesTheVerdictThatTheLeafRecords(_ seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let test = try RetailVault.make()
    var moments:
      [(copy: VaultCopy, time: Timestamp, who: SubjectID, request: Request, leaf: UInt64)] =
        []
    for step in 0..<90 {
      test.clock.advance(by: .seconds(Int64.random(in: 0...120_000, using: &random)))
      let event = Event.random(using: &random)
      _ = await code { try await event.happen(in: test.vault) }
      guard step.isMultiple(of: 6), let who = Self.people.randomElement(using: &random),
        let request = Self.requests.randomElement(using: &random)
      else { continue }
      let copy = try VaultCopy(of: test)
      let leaf: UInt64?
      switch try test.vault.accessNow(who, request) {
      case .permitted(let disclosure): leaf = disclosure.decision.leaf
      case .denied(let decision): leaf = decision.leaf
      }
      moments.append((copy, test.clock.now(), who, request, try #require(leaf)))
    }
    for moment in moments {
      let entry = try #require(try test.vault.ledger(from: moment.leaf, limit: 1).first)
      test.clock.set(to: moment.time)
      let replayed = try moment.copy.open().check(moment.who, moment.request)
      let recorded = entry.type == LeafType.permit.name
      #expect((replayed.verdict == .permit) == recorded, "seed \(seed), leaf \(moment.leaf)")
      // A leaf of somebody erased since opens for nobody; its verdict stands all the same.
      if let reasons = entry.detail?.reasons {
        #expect(reasons == replayed.recorded, "seed \(seed), leaf \(moment.leaf)")
      }
    }
    #expect(moments.count > 10)
  }
}
