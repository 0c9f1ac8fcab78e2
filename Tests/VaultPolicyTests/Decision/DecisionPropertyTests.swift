import Testing
import VaultModel
import VaultPolicy

/// The properties of the rules that concern the decision alone.
@Suite("Properties of the decision")
struct DecisionPropertyTests {
  private static let count: UInt64 = 5_000

  @Test func addingADenialNeverOpensAnything() throws {
    var closed = 0
    try RandomCase.each(Self.count) { one in
      var world = one.world
      world.nos.append(one.no())
      let before = try one.answer().opened
      let after = try one.answer(in: world).opened
      if after != before { closed += 1 }
      return after.isSubset(of: before)
    }
    #expect(closed > 20)
  }

  @Test func removingAPermissionNeverOpensAnything() throws {
    var closed = 0
    try RandomCase.each(Self.count) { one in
      let before = try one.answer().opened
      for index in one.world.records.indices {
        var world = one.world
        world.records.remove(at: index)
        let after = try one.answer(in: world).opened
        if after != before { closed += 1 }
        guard after.isSubset(of: before) else { return false }
      }
      return true
    }
    #expect(closed > 100)
  }

  @Test func theOrderOfRecordsDoesNotMatter() throws {
    try RandomCase.each(Self.count) { one in
      var world = one.world
      world.records.shuffle(using: &one.random)
      world.nos.shuffle(using: &one.random)
      world.contacts.shuffle(using: &one.random)
      world.origins = world.origins.mapValues { $0.shuffled(using: &one.random) }
      let (before, after) = (try one.answer(), try one.answer(in: world))
      return before.all == after.all && before.told == after.told
        && before.withheld == after.withheld && before.opened == after.opened
    }
  }

  @Test func strictOverASetIsAllOfItsSingleDecisions() throws {
    var permits = 0
    try RandomCase.each(Self.count) { one in
      one.request.mode = .strict
      let whole = try one.answer().isPermit
      if whole { permits += 1 }
      let singles = try one.request.categories.map { category in
        var single = one.request
        single.categories = [category]
        return try one.answer(single).isPermit
      }
      return whole == (!singles.isEmpty && singles.allSatisfy { $0 })
    }
    #expect(permits > 100)
  }

  @Test func partialReleasesWhatIsPermittedAlone() throws {
    try RandomCase.each(Self.count) { one in
      one.request.mode = .partial
      let whole = try one.answer()
      var opened: Set<String> = []
      for leaf in RandomPolicy.leaves where one.isAsked(leaf) {
        var single = one.request
        single.categories = [leaf]
        opened.formUnion(try one.answer(single).opened)
      }
      // A name that nobody declares stops the whole request.
      return whole.opened == (whole.all.contains("CATEGORY_UNKNOWN") ? [] : opened)
    }
  }

  @Test func withdrawingEverythingClosesEveryPurposeThatYieldsToADenial() throws {
    var closed = 0
    try RandomCase.each(Self.count) { one in
      one.request.purpose = one.purpose.name
      var world = one.world
      // Later than any word that a random world knows.
      world.nos.append(World.No(said: 1_000 * RandomPolicy.hour, recorded: world.time))
      let before = try one.answer()
      let after = try one.answer(in: world)
      if [.contract, .legalObligation].contains(one.purpose.basis) { return after == before }
      if before.isPermit { closed += 1 }
      return !after.isPermit
    }
    #expect(closed > 100)
  }

  @Test func whatHasExpiredStaysDeniedUntilANewEvent() throws {
    var expired = 0
    try RandomCase.each(Self.count) { one in
      var world = one.world
      world.records.removeAll { $0.until > world.time }
      let answer = try one.answer(in: world)
      if !answer.all.isDisjoint(with: ["CONSENT_EXPIRED", "GROUND_ENDED"]) { expired += 1 }
      var later = world
      later.time += one.random.number(0...1_000) * RandomPolicy.hour
      return try !answer.isPermit && !one.answer(in: later).isPermit
    }
    #expect(expired > 500)
  }

  @Test func withdrawingTwiceIsWithdrawingOnce() throws {
    try RandomCase.each(Self.count) { one in
      var once = one.world
      let no = one.no()
      once.nos.append(no)
      var twice = once
      twice.nos.append(no)
      return try one.answer(in: once) == one.answer(in: twice)
    }
  }

  @Test func sweptOrNotTheAnswerIsTheSame() throws {
    var swept = 0
    try RandomCase.each(Self.count) { one in
      var world = one.world
      for index in world.records.indices where world.records[index].until <= world.time {
        guard world.records[index].state == .given else { continue }
        swept += 1
        world.records[index].state = .expired
        // A sweep may or may not call the end a change.
        guard one.random.oneIn(2) else { continue }
        world.records[index].changed = max(world.records[index].changed, world.records[index].until)
      }
      return try one.answer() == one.answer(in: world)
    }
    #expect(swept > 500)
  }

  @Test(arguments: ["zz", "", "SELF", "self ", "Use", "a.", ".a", "a..x", "m", RandomPolicy.past])
  func whatIsUnknownIsDenied(name: String) throws {
    try RandomCase.each(500) { one in
      var requests = [Request](repeating: one.request, count: 6)
      requests[0].actor = name
      requests[1].purpose = name
      requests[2].categories.append(name)
      requests[3].operation = name
      requests[4].recipient = name
      requests[5].channel = name
      let codes = [
        ["ACTOR_UNKNOWN"], ["PURPOSE_UNKNOWN", "PURPOSE_IS_GROUP"], ["CATEGORY_UNKNOWN"],
        ["OPERATION_UNKNOWN"], ["RECIPIENT_UNKNOWN"], ["CHANNEL_UNKNOWN"],
      ]
      for (request, expected) in zip(requests, codes) {
        let answer = try one.answer(request)
        guard !answer.isPermit, !answer.all.isDisjoint(with: expected)
        else { return false }
      }
      return true
    }
  }

  @Test func aBatchIsItsSingles() throws {
    try RandomCase.each(500) { one in
      var maker = RandomWorld(policy: one.policy, random: one.random)
      let asked = (0..<5).map { _ in
        let purpose = maker.random.pick(one.policy.purposes)
        return (maker.request(for: purpose), maker.world(for: purpose))
      }
      // One after the other with what was compiled and looked up once, the last first.
      let resolved = asked.map { one.engine.resolve($0.0) }
      let facts = try asked.map { try one.engine.facts($0.1) }
      let batch = try asked.indices.reversed().map {
        try one.engine.answer(resolved[$0], facts[$0])
      }
      let alone = try asked.map { request, world in
        try Engine(one.policy, past: [RandomPolicy.older()], zones: RandomPolicy.zoneRules())
          .answer(request, in: world)
      }
      return batch.reversed() == alone
    }
  }
}

extension RandomCase {
  /// Whether a leaf is among those asked for.
  fileprivate func isAsked(_ leaf: String) -> Bool {
    Reference(request, in: policy, world: world).leaves.contains(leaf)
  }
}
