import ConsentVaultTesting
import Testing
import VaultPolicy
import VaultStore

@testable import ConsentVault

/// Two vaults on one directory, each with connections, locks and keys of its own, as two processes have.
@Suite struct TwoProcessTests {
  @Test func aWithdrawalIsObeyedByTheNextReadOfAnother() async throws {
    let world = try await World()
    let other = try world.test.open()
    // One consent has twelve points, of a category and a channel, that can be taken back one by one.
    let categories = [
      "contact.name", "contact.email", "preference.size", "preference.style",
      "preference.interest", "order.history",
    ]
    let points = categories.flatMap { category in ["email", "in-app"].map { (category, $0) } }
    var rounds = 0
    while rounds < 1000 {
      let id = subject("customer-\(rounds)")
      _ = try await world.vault.grant(id, .webForm("marketing.styling"))
      world.test.clock.advance(by: .seconds(1))
      for (category, channel) in points {
        var request = Request.styling
        request.categories = [category]
        request.channel = channel
        #expect(try other.check(id, request).verdict == .permit)
        _ = try await world.vault.withdraw(
          id, purpose: "marketing.styling",
          scope: ScopeNames(categories: [category], channels: [channel]))
        #expect(try other.check(id, request).verdict == .deny, "round \(rounds)")
        rounds += 1
      }
      guard case .denied = try other.accessNow(id, .styling) else {
        Issue.record("round \(rounds) was permitted after the withdrawal")
        return
      }
    }
    _ = try other.verifyLedger()
  }

  /// What may happen between a decision and its leaf, and what the leaf then has to say.
  struct Interruption: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let codes: [String]
    let happen: @Sendable (World) async throws -> Void

    init(
      _ name: String, _ codes: [String], _ happen: @escaping @Sendable (World) async throws -> Void
    ) {
      testDescription = name
      self.codes = codes
      self.happen = happen
    }

    static let all = [
      Interruption("a withdrawal", ["CONSENT_WITHDRAWN"]) {
        _ = try await $0.vault.withdraw($0.anna, purpose: "marketing")
      },
      Interruption("a refusal of everything", ["CONSENT_WITHDRAWN"]) {
        _ = try await $0.vault.refuse($0.anna, purpose: nil)
      },
      Interruption("a revocation", ["CONSENT_REVOKED"]) {
        _ = try await $0.vault.revoke($0.anna, purpose: nil, consent: $0.styling, reason: "x")
      },
      Interruption("an invalidation", ["CONSENT_INVALIDATED"]) {
        _ = try await $0.vault.invalidate($0.styling, finding: "x")
      },
      Interruption("a restriction", ["SUBJECT_RESTRICTED"]) {
        _ = try await $0.vault.restrict($0.anna)
      },
      Interruption("an erasure", ["SUBJECT_ERASED"]) { _ = try await $0.vault.erase($0.anna) },
      Interruption("an erasure and a readmission", ["CONSENT_MISSING"]) {
        _ = try await $0.vault.erase($0.anna)
        _ = try await $0.vault.readmit($0.anna)
      },
      Interruption("the end", ["CONSENT_EXPIRED"]) { $0.test.clock.advance(by: .days(365)) },
      Interruption("a sweep after the end", ["CONSENT_EXPIRED"]) { world in
        world.test.clock.advance(by: .days(365))
        var options = SweepOptions()
        options.confirmsClock = true
        let report = try await world.vault.sweep(options)
        #expect(report.expired == 4)
      },
      Interruption("a clock set back", ["CLOCK_UNTRUSTED"]) {
        _ = try await $0.vault.withdraw($0.ben, purpose: nil)
        $0.test.clock.turnBack(by: .seconds(6))
      },
    ]
  }

  @Test(arguments: Interruption.all)
  func whatIsAcknowledgedBeforeTheLeafIsObeyed(_ interruption: Interruption) async throws {
    let world = try await World()
    let other = try world.test.open()
    let prepared = try other.hear(about: world.anna) { other.inquiry(.styling, under: $0) }
    #expect(prepared.outcome.isPermit && prepared.released.count == 1)
    try await interruption.happen(world)
    let settled = try await other.store.write { try other.settle(prepared, in: $0) }
    #expect(!settled.hearing.outcome.isPermit && settled.hearing.released.isEmpty)
    #expect(other.decision(of: settled.hearing).codes == interruption.codes)
    let leaf = settled.leaf
    #expect(try world.vault.ledger(from: leaf, limit: 1).first?.type == "access denied")
  }

  @Test func whatDoesNotTouchTheSubjectLetsTheDecisionStand() async throws {
    let world = try await World()
    let other = try world.test.open()
    let prepared = try other.hear(about: world.anna) { other.inquiry(.styling, under: $0) }
    _ = try await world.vault.withdraw(world.ben, purpose: nil)
    world.test.clock.advance(by: .days(1))
    let settled = try await other.store.write { try other.settle(prepared, in: $0) }
    #expect(settled.hearing.outcome.isPermit && settled.hearing.released.count == 1)
  }

  @Test func aNarrowerPolicyLoadedMeanwhileIsObeyed() async throws {
    let world = try await World()
    _ = try await world.vault.grant(world.anna, .webForm("feedback.survey"))
    let request = Request(
      actor: "insight", purpose: "feedback.survey", categories: ["contact.phone"], channel: "sms")
    let other = try world.test.open()
    let prepared = try other.hear(about: world.anna) { other.inquiry(request, under: $0) }
    #expect(prepared.outcome.isPermit)
    for name in ["narrow", "short", "plain-health", "reviewed"] {
      guard
        await code(of: {
          _ = try await world.vault.loadPolicy(RetailVault.policy(name).source)
        }) == nil
      else { continue }
      let now = try world.vault.check(world.anna, request)
      let settled = try await other.store.write { try other.settle(prepared, in: $0) }
      let decision = other.decision(of: settled.hearing)
      #expect(decision.codes == now.codes && decision.policy == now.policy, "\(name)")
    }
  }

  @Test func somebodyWhoAppearsMeanwhileIsDecidedAnew() async throws {
    let world = try await World()
    let other = try world.test.open()
    let carl = subject("carl")
    let prepared = try other.hear(about: carl) { other.inquiry(.styling, under: $0) }
    #expect(!prepared.outcome.isPermit)
    _ = try await world.vault.grant(carl, .webForm("marketing.styling"))
    let settled = try await other.store.write { try other.settle(prepared, in: $0) }
    #expect(settled.hearing.outcome.isPermit)
  }
}
