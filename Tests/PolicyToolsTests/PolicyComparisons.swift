import DocumentTesting
import PolicyTools
import Testing
import VaultModel
import VaultPolicy

extension Reach {
  /// The combinations, written out.
  fileprivate func combinations(_ purpose: String) -> [Combination] {
    self[.actor].flatMap { actor in
      self[.category].flatMap { category in
        self[.recipient].flatMap { recipient in
          self[.channel].map { channel in
            Combination(
              actor: actor, purpose: purpose, category: category, recipient: recipient,
              channel: channel)
          }
        }
      }
    }
  }
}

@Suite struct PolicyComparisons {
  @Test(arguments: 0..<60)
  func aPurposeReachesWhatTheEnginePermits(_ seed: UInt64) throws {
    var random = RandomPolicies(dice: Dice(seed: seed))
    let policy = try random.make()
    let reached = policy.purposes.flatMap { Reach($0).combinations($0.name) }
    #expect(Set(reached).count == reached.count)
    #expect(try Set(reached) == Combination.permitted(by: policy))
  }

  @Test(arguments: 0..<60)
  func whatShiftsIsWhatTheEngineDecidesDifferently(_ seed: UInt64) throws {
    var random = RandomPolicies(dice: Dice(seed: seed))
    let (old, new) = (try random.make(), try random.make())
    let (before, after) = (
      try Combination.permitted(by: old), try Combination.permitted(by: new)
    )
    let comparison = PolicyComparison(from: old, to: new)
    for permits in [true, false] {
      let told = comparison.shifts.filter { $0.permits == permits }
        .flatMap { $0.reach.combinations($0.purpose) }
      let wanted = permits ? after.subtracting(before) : before.subtracting(after)
      #expect(Set(told) == wanted)
      // No combination is told twice, so the counts are exact.
      #expect(told.count == wanted.count)
      #expect((permits ? comparison.permitted : comparison.denied) == wanted.count)
    }
  }

  @Test(arguments: 0..<200)
  func aComparisonIsEmptyIfAndOnlyIfThePoliciesAreTheSame(_ seed: UInt64) throws {
    var random = RandomPolicies(dice: Dice(seed: seed))
    let policy = try random.make()
    #expect(PolicyComparison(from: policy, to: policy).isEmpty)
    let other = try random.make()
    #expect(PolicyComparison(from: policy, to: other).isEmpty == (policy == other))
    for (number, changed) in try Self.changes(of: policy).enumerated() {
      let comparison = PolicyComparison(from: policy, to: changed)
      #expect(!comparison.isEmpty, "change \(number)")
      #expect(policy.canonicalJSON() != changed.canonicalJSON())
    }
  }

  /// The policy with each of its parts changed, one at a time.
  private static func changes(of policy: Policy) throws -> [Policy] {
    func changed(_ change: (inout Policy) -> Void) -> Policy {
      var copy = policy
      change(&copy)
      return copy
    }
    let version = try #require(PolicyVersion("9"))
    let day = try #require(CivilDate("2026-01-01"))
    var all = [
      changed { $0.name += "x" }, changed { $0.version = version },
      changed { $0.controller.name += "x" }, changed { $0.controller.contact += "x" },
      changed { $0.categories.removeLast() }, changed { $0.channels.removeLast() },
      changed { $0.recipients[0].title += "x" }, changed { $0.recipients.removeLast() },
      changed { $0.actors[0].title += "x" }, changed { $0.groups[0].title += "x" },
      changed { $0.groups.removeLast() },
      changed { $0.never.append(NeverRule(id: "Z", say: "Z", purposes: ["m"])) },
    ]
    guard !policy.purposes.isEmpty else { return all }
    func purpose(_ change: @escaping (inout PurposeDefinition) -> Void) {
      all.append(changed { change(&$0.purposes[0]) })
    }
    all.append(changed { $0.purposes.removeLast() })
    purpose { $0.title += "x" }
    purpose { $0.benefit += "x" }
    purpose { $0.basis = $0.basis == .contract ? .consent : .contract }
    purpose { $0.categories.append("z") }
    purpose { $0.actors.append("z") }
    purpose { $0.recipients.append("z") }
    purpose { $0.channels.append("z") }
    purpose { $0.operations.formSymmetricDifference(.combine) }
    purpose { $0.origins.append(.thirdParty("z")) }
    purpose { $0.citation = "z" }
    purpose { $0.article9 = "z" }
    purpose { $0.assessment = Assessment(reference: "z", reviewBy: day) }
    purpose { $0.consent = ConsentTerms(maxLifetime: .days(99), methods: []) }
    purpose { $0.consent = ConsentTerms(maxLifetime: .days(1), methods: [.import]) }
    purpose { $0.contact = ContactRule(atMost: 99, per: .days(1)) }
    purpose {
      $0.contact = ContactRule(quiet: QuietHours(fromMinute: 1, untilMinute: 2, zone: "Z"))
    }
    purpose { $0.retention = .days(99) }
    purpose { $0.obligations.append("z") }
    purpose { $0.notices.append("z") }
    return all
  }

  @Test func namesThatCameInSeveralListsAreToldForEachList() {
    let old = PurposeDefinition(
      name: "p", title: "p", benefit: "p", basis: .contract, categories: ["a", "b"], actors: ["x"])
    var new = old
    new.actors = ["x", "y"]
    new.categories = ["a", "b", "c"]
    let parts = Reach(new).subtracting(Reach(old))
    #expect(parts.map(\.dimension) == [.actor, .category])
    #expect(parts.map(\.reach.count) == [3, 1])
  }
}
