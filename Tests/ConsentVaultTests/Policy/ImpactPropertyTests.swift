import ConsentVaultTesting
import Testing
import VaultModel
import VaultPolicy

@testable import ConsentVault

/// What is told is what happens: every request that there is, checked before and after a load.
@Suite("Impact against loading") struct ImpactPropertyTests {
  @Test(arguments: 0..<12)
  func theNewlyDeniedAndThePermittedAreThoseOfChecksBeforeAndAfter(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed &+ 20_260_600)
    let test = try SmallShop.make()
    try await live(test, &random)
    // What was edited last is in force, so that the candidate may narrow as well as widen.
    var policy = SmallShop.policy
    for _ in 0..<2 { policy.editRandomly(&random) }
    policy.version = SmallShop.version("2")
    _ = try await test.vault.loadPolicy(source(policy))
    test.clock.advance(by: .seconds(1))
    let asked = try await askRandomly(test, policy, &random)
    var candidate = policy
    for _ in 0..<3 { candidate.editRandomly(&random) }
    candidate.version = SmallShop.version(random.oneIn(2) ? "1.5" : "3")

    let requests = SmallShop.requests([policy, candidate])
    let report = try test.vault.impact(of: source(candidate))
    let before = try permits(test.vault, requests)
    let askedBefore = try asked.map { try test.vault.check($0.0, $0.1).verdict == .permit }
    _ = try await test.vault.loadPolicy(source(candidate), allowOlder: true)
    let after = try permits(test.vault, requests)
    let askedAfter = try asked.map { try test.vault.check($0.0, $0.1).verdict == .permit }

    for (set, counted) in [
      (before.subtracting(after), \ImpactReport.Live.deniedPoints),
      (after.subtracting(before), \.permittedPoints),
    ] {
      let expected = Dictionary(grouping: set, by: \.request.purpose).mapValues(\.count)
      let told = report.live.filter { $0[keyPath: counted] > 0 }
        .map { ($0.purpose, $0[keyPath: counted]) }
      #expect(Dictionary(uniqueKeysWithValues: told) == expected)
    }
    // The records are still those of the decisions, so what is told of the past happens too.
    let denied = zip(askedBefore, askedAfter).count { $0 && !$1 }
    let permitted = zip(askedBefore, askedAfter).count { !$0 && $1 }
    let told = report.past.reduce(into: (denied: 0, permitted: 0, open: 0)) {
      $0 = ($0.denied + $1.newlyDenied, $0.permitted + $1.newlyPermitted, $0.open + $1.undetermined)
    }
    #expect(told.denied <= denied && told.permitted <= permitted)
    #expect(denied + permitted <= told.denied + told.permitted + told.open)
  }

  private struct Asked: Hashable {
    let subject: SubjectID
    let request: Request
  }

  private func permits(_ vault: Vault, _ requests: [Request]) throws -> Set<Asked> {
    var permitted: Set<Asked> = []
    for subject in SmallShop.people {
      for request in requests where try vault.check(subject, request).verdict == .permit {
        permitted.insert(Asked(subject: subject, request: request))
      }
    }
    return permitted
  }

  private func source(_ policy: Policy) throws -> PolicySource {
    try TestPolicy(compiled: policy.canonicalJSON(), notices: []).source
  }

  /// Grants, grounds, values, and a no here and there.
  private func live(_ test: TestVault, _ random: inout SplitMix64) async throws {
    for person in SmallShop.people {
      for purpose in ["news", "news", "health"] where !random.oneIn(4) {
        let isNews = purpose == "news"
        let scope = ScopeNames(
          categories: random.oneIn(2) ? ["data.x"] : nil,
          recipients: isNews && random.oneIn(2) ? ["courier"] : [],
          channels: isNews && random.oneIn(2) ? ["email"] : nil,
          operations: isNews && random.oneIn(2) ? ["profile"] : [],
          origins: isNews && random.oneIn(2) ? ["inferred"] : [])
        _ = try await test.vault.grant(
          person,
          SmallShop.grant(
            purpose, scope, days: random.pick([10, 50, 100]),
            method: random.pick(["web-form", "explicit-statement"])))
      }
      for purpose in ["care", "watch"] where random.oneIn(2) {
        _ = try await test.vault.openGround(
          person, Ground(purpose: purpose, reference: "r", end: .after(.days(200))))
      }
      for category in ["data.x", "data.y"] where random.oneIn(2) {
        // A value that nothing covers is refused, which is as good.
        _ = try? await test.vault.put(
          person,
          [
            NewValue(
              category: category, bytes: [1], origin: random.oneIn(2) ? .inferred : .volunteered)
          ])
      }
      test.clock.advance(by: .seconds(1))
      guard random.oneIn(3) else { continue }
      let node = random.pick(["news", "care", "watch", nil])
      let scope = random.oneIn(2) ? ScopeNames(categories: ["data.x"]) : ScopeNames()
      _ = try await test.vault.withdraw(person, purpose: node, scope: scope)
      if random.oneIn(2) { _ = try await test.vault.restrict(person) }
    }
    test.clock.advance(by: .seconds(1))
  }

  /// Decisions for the ledger, most of them of requests that can be permitted.
  private func askRandomly(
    _ test: TestVault, _ policy: Policy, _ random: inout SplitMix64
  ) async throws -> [(SubjectID, Request)] {
    var asked: [(SubjectID, Request)] = []
    for _ in 0..<40 {
      let purpose = random.pick(policy.purposes)
      let request = Request(
        actor: random.oneIn(4) ? random.pick(["a", "b"]) : random.pick(purpose.actors),
        purpose: purpose.name, categories: [random.pick(["data.x", "data.y", "data.z"])],
        operation: random.pick(["use", "use", "profile"]),
        recipient: random.oneIn(3) ? "courier" : "self",
        channel: purpose.channels.isEmpty ? nil : random.pick(purpose.channels))
      let person = random.pick(SmallShop.people)
      _ = try await test.vault.refusal(person, request)
      asked.append((person, request))
    }
    return asked
  }
}

extension Policy {
  /// One element more, less or other; the policy stays one that loads.
  fileprivate mutating func editRandomly(_ random: inout SplitMix64) {
    guard !purposes.isEmpty else { return }
    let index = Int(random.number(0...Int64(purposes.count - 1)))
    var purpose = purposes[index]
    func toggled(_ list: [String], _ name: String, keepsOne: Bool) -> [String] {
      guard list.contains(name) else { return (list + [name]).sorted() }
      return keepsOne && list.count == 1 ? list : list.filter { $0 != name }
    }
    switch random.number(0...8) {
    case 0: purpose.actors = toggled(purpose.actors, random.pick(["a", "b"]), keepsOne: true)
    case 1:
      let names =
        purpose.basis == .consent ? ["data.x", "data.y", "data.z"] : ["data.x", "data.y"]
      purpose.categories = toggled(purpose.categories, random.pick(names), keepsOne: true)
    case 2:
      purpose.recipients = toggled(purpose.recipients, "courier", keepsOne: false)
      purpose.operations.formSymmetricDifference(
        purpose.recipients.contains("courier") == purpose.operations.contains(.share) ? [] : .share)
    case 3: purpose.channels = toggled(purpose.channels, random.pick(channels), keepsOne: false)
    case 4: purpose.operations.formSymmetricDifference(.profile)
    case 5: purpose.consent?.maxLifetime = .days(random.pick([5, 10, 49, 50, 99, 100, 300]))
    case 6:
      let isInferred = purpose.origins.contains(.inferred)
      purpose.origins = isInferred ? Origin.implied : Origin.implied + [.inferred]
    case 7:
      guard purposes.count > 2, random.oneIn(3) else { return }
      purposes.remove(at: index)
      return
    default:
      purpose.assessment = nil
      purpose.consent = nil
      purpose.citation = nil
      purpose.basis = random.pick([.contract, .consent, .legitimateInterest])
      switch purpose.basis {
      case .consent:
        purpose.consent = ConsentTerms(maxLifetime: .days(100), methods: [.webForm])
      case .legitimateInterest:
        purpose.assessment = CivilDate("2026-12-31").map {
          Assessment(reference: "r", reviewBy: $0)
        }
      default: break
      }
      purpose.article9 = purpose.basis == .consent ? nil : "9(2)(h)"
    }
    purposes[index] = purpose
  }
}
