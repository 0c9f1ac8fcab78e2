import DocumentTesting
import PolicyTools
import Testing
import VaultModel
import VaultPolicy

@Suite struct PolicyQuestions {
  /// Rows of who may touch what, from the answer.
  private func told(_ answer: PolicyAnswer) -> Set<Combination> {
    Set(
      answer.purposes.flatMap { one in
        Combination.all.filter { combination in
          combination.purpose == one.purpose.name
            && one.reach[.actor].contains(combination.actor)
            && one.reach[.category].contains(combination.category)
            && one.reach[.recipient].contains(combination.recipient)
            && one.reach[.channel].contains(combination.channel)
        }
      })
  }

  @Test(arguments: 0..<40)
  func whoMayTouchACategoryIsWhomTheEnginePermits(_ seed: UInt64) throws {
    var random = RandomPolicies(dice: Dice(seed: seed))
    let policy = try random.make()
    let permitted = try Combination.permitted(by: policy)
    for category in policy.categories.map(\.name) {
      let wanted = permitted.filter { DottedName.isAtOrBelow($0.category, category) }
      let answer = try policy.who(mayTouch: category)
      #expect(told(answer) == wanted)
      #expect(answer.purposes.allSatisfy { !$0.reach.isEmpty })
      for purpose in policy.purposes.map(\.name) + policy.groups.map(\.name) {
        #expect(
          try told(policy.who(mayTouch: category, for: purpose))
            == wanted.filter { DottedName.isAtOrBelow($0.purpose, purpose) })
      }
    }
  }

  @Test(arguments: 0..<40)
  func whatAPurposeMayTouchIsWhatTheEnginePermits(_ seed: UInt64) throws {
    var random = RandomPolicies(dice: Dice(seed: seed))
    let policy = try random.make()
    let permitted = try Combination.permitted(by: policy)
    for purpose in policy.purposes.map(\.name) + policy.groups.map(\.name) {
      let answer = try policy.what(for: purpose)
      #expect(
        told(answer) == permitted.filter { DottedName.isAtOrBelow($0.purpose, purpose) })
      #expect(
        answer.purposes.map(\.purpose.name)
          == policy.purposes.map(\.name).filter { DottedName.isAtOrBelow($0, purpose) })
    }
  }

  @Test func aRuleThatNamesTheCategoryOrAnythingAroundItIsTold() throws {
    var random = RandomPolicies(dice: Dice(seed: 1))
    var policy = try random.make()
    policy.categories = ["b", "b.x", "b.x.deep", "c"].map { CategoryDefinition(name: $0) }
    policy.never = ["b", "b.x", "b.x.deep", "c"].map {
      NeverRule(id: "N-\($0)", say: $0, categories: [$0])
    }
    #expect(
      try policy.who(mayTouch: "b.x").never.map(\.id) == ["N-b", "N-b.x", "N-b.x.deep"])
    #expect(try policy.who(mayTouch: "c").never.map(\.id) == ["N-c"])
  }

  @Test func aNameThatIsNotDeclaredIsToldWithTheNearest() throws {
    var random = RandomPolicies(dice: Dice(seed: 1))
    var policy = try random.make()
    policy.categories = [CategoryDefinition(name: "contact.email")]
    policy.groups = [PurposeGroup(name: "marketing", title: "Marketing")]
    #expect(throws: UnknownName.category("contact.emial", nearest: "contact.email")) {
      try policy.who(mayTouch: "contact.emial")
    }
    #expect(throws: UnknownName.purpose("marketin", nearest: "marketing")) {
      try policy.what(for: "marketin")
    }
    #expect(throws: UnknownName.purpose("zzzzzzz", nearest: nil)) {
      try policy.who(mayTouch: "contact.email", for: "zzzzzzz")
    }
  }
}
