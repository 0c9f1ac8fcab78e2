import DocumentTesting
import VaultModel
import VaultPolicy

@testable import PolicyTools

/// Tests that hold for a policy, but say only a part of what it says, so that some changes go unnoticed.
extension RandomPolicy {
  private static let noon = Timestamp("2026-03-02T12:00:00Z") ?? .earliest

  mutating func tests(of policy: Policy) throws -> PolicyTests {
    let trial = Trial(try .standalone(policy))
    var tests = PolicyTests(file: "tests.yaml")
    for purpose in policy.purposes {
      if !flip(4) { tests.tables.append(table(of: purpose, policy)) }
      tests.limits += limits(of: purpose)
      for _ in 0..<random.number(below: 3) { tests.cases.append(test(of: purpose, policy)) }
    }
    for rule in policy.never where flip() { tests.rules.append(table(of: rule, policy)) }
    if flip() {
      tests.special = SpecialTable(
        title("special"), at: Self.noon,
        categories: policy.categories.filter { $0.sensitivity == .special }.map(\.name))
    }
    if flip() { tests.questions.append(question(.who(category: "data.a"))) }
    if flip() { tests.questions.append(question(.what(purpose: "work.p0", actor: nil))) }
    return trial.agreeing(tests)
  }

  private mutating func title(_ name: String) -> TestTitle {
    TestTitle("\(name) \(random.number(below: 1 << 30))", at: .init(line: 1, column: 1))
  }

  private mutating func table(of purpose: PurposeDefinition, _ policy: Policy) -> OnlyTable {
    var lists: [TestDimension: [String]] = [:]
    for dimension in TestDimension.allCases where !flip(4) {
      lists[dimension] = purpose.values(dimension)
    }
    // With no notice listed, any may be shown.
    if purpose.notices.isEmpty {
      lists[.notices] = purpose.consent == nil ? [] : TestDimension.notices.values(in: policy)
    }
    return OnlyTable(
      title(purpose.name), purpose: purpose.name, at: Self.noon, lists: lists,
      basis: flip() ? purpose.basis : nil)
  }

  private mutating func table(of rule: NeverRule, _ policy: Policy) -> NeverTable {
    var lists: [TestDimension: [String]] = [:]
    for dimension in NeverTable.dimensions where !rule.names(dimension).isEmpty {
      let nodes = rule.names(dimension)
      lists[dimension] = dimension.values(in: policy).filter { value in
        nodes.contains { DottedName.isAtOrBelow(value, $0) }
      }
    }
    let purposes = policy.purposes.map(\.name).filter { name in
      rule.purposes.contains { DottedName.isAtOrBelow(name, $0) }
    }
    return NeverTable(
      title(rule.id), rule: rule.id, at: Self.noon,
      purposes: rule.purposes.isEmpty ? nil : purposes, lists: lists)
  }

  private mutating func limits(of purpose: PurposeDefinition) -> [LongestTest] {
    var limits: [LongestTest.Limit] = [.retention(purpose.retention)]
    if let consent = purpose.consent { limits.append(.lifetime(consent.maxLifetime)) }
    if let count = purpose.contact?.atMost, let per = purpose.contact?.per {
      limits.append(.contacts(count, per: per))
    }
    if let quiet = purpose.contact?.quiet { limits.append(.quiet(quiet)) }
    if let assessment = purpose.assessment { limits.append(.review(assessment.reviewBy)) }
    var tests: [LongestTest] = []
    for limit in limits where flip() {
      tests.append(
        LongestTest(title(purpose.name), purpose: purpose.name, at: Self.noon, limit: limit))
    }
    return tests
  }

  private mutating func question(_ subject: TestQuestion.Subject) -> TestQuestion {
    TestQuestion(title("question"), at: Self.noon, subject, answer: [])
  }

  /// A case whose expectation is to be filled in.
  private mutating func test(of purpose: PurposeDefinition, _ policy: Policy) -> TestCase {
    let ask = Request(
      actor: random.pick(policy.actors).name, purpose: purpose.name,
      categories: some(["data.a", "data.b", "health", "data"], atLeast: 1),
      operation: flip(4) ? "profile" : "use",
      recipient: flip(4) ? random.pick(policy.recipients).name : "self",
      channel: purpose.channels.isEmpty ? nil : purpose.channels.randomElement(using: &random),
      mode: flip(4) ? .partial : .strict)
    var test = TestCase(
      title("case"), at: Self.noon, ask: flip(5) ? nil : ask, expect: .permit)
    let method = flip(3) ? ConsentMethod.paperForm : purpose.consent?.methods.first ?? .webForm
    if !flip(4) {
      let kind: TestGrant.Kind =
        purpose.basis == .consent ? .consent(method, notice: flip() ? "first" : nil) : .ground
      test.grants = [
        TestGrant(
          kind, for: purpose.name, scope: flip(3) ? [.categories: ["data.a"]] : [:],
          from: Self.noon.backed(by: .days(20)), end: .after(.days(flip(3) ? 60 : 25)))
      ]
    } else if test.ask == nil {
      test.ask = ask
    }
    if flip(4) {
      test.denials = [
        TestDenial(
          flip() ? .withdrawn : .refused, of: flip() ? "work" : nil,
          scope: flip() ? [:] : [.categories: ["data"]], at: Self.noon.backed(by: .days(2)))
      ]
    }
    if flip(3) { test.contacts = [Self.noon, Self.noon.backed(by: .days(6))] }
    if flip(3) { test.origins = ["data.a": some(["volunteered", "inferred"], atLeast: 1)] }
    return test
  }
}

extension Trial {
  /// The tests with the answers that the policy gives, without those that have none.
  fileprivate func agreeing(_ tests: PolicyTests) -> PolicyTests {
    var agreeing = tests
    agreeing.cases = tests.cases.map { test in
      var test = test
      switch hear(test) {
      case .accepted: test.expectation = .permit
      case .refused(let refusal): test.expectation = .refusal(refusal.code)
      case .decided(let outcome):
        test.expectation =
          outcome.isPermit
          ? .permit
          : .codes(
            outcome.told, nevers: outcome.told.contains(.never) ? outcome.nevers.sorted() : [])
      }
      return test
    }
    agreeing.questions = tests.questions.map { question in
      var question = question
      question.answer = answer(to: question)
      return question
    }
    agreeing.tables.removeAll { table in
      failureOfBasis(table) != nil
        || TestDimension.allCases.contains { failure(of: table, in: $0) != nil }
    }
    agreeing.rules.removeAll { failure(of: $0) != nil }
    agreeing.limits.removeAll { !passes($0) }
    if let special = tests.special, failure(of: special) != nil { agreeing.special = nil }
    return agreeing
  }
}
