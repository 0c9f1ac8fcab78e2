import VaultModel
import VaultPolicy

extension Trial {
  /// What the tests touch.
  package func coverage(_ tests: PolicyTests) -> TestCoverage {
    var seen = Sightings()
    for test in tests.cases {
      guard case .decided(let outcome) = hear(test), let ask = test.ask else { continue }
      see(outcome, ask, test.origins, &seen)
    }
    for table in tests.tables { see(table, &seen) }
    for table in tests.rules where meets(table, nil, nil) { seen.rules.insert(table.rule) }
    for test in tests.limits {
      seen.limits.insert(.init(purpose: test.purpose, key: test.limit.key))
      seen.reasons.formUnion(test.limit.reason)
    }
    if let special = tests.special, !special.categories.isEmpty {
      seen.reasons.insert(.explicitConsentRequired)
    }
    return coverage(seen)
  }

  /// What a permit shows of every value that it names, and a denial of those that it blames.
  private func see(
    _ outcome: Outcome, _ ask: Request, _ origins: [String: [String]], _ seen: inout Sightings
  ) {
    let leaves = ask.categories.flatMap { compiled.leaves(of: $0) ?? [] }
      .compactMap { compiled.registry.name($0) }
    let named: [(TestDimension, [String], Reasons)] = [
      (.actors, [ask.actor], .actorNotPermitted), (.categories, leaves, .categoryNotAllowed),
      (.recipients, [ask.recipient], .recipientNotAllowed),
      (.channels, ask.channel.map { [$0] } ?? [], .channelNotAllowed),
      (.operations, [ask.operation], .operationNotAllowed),
      (.origins, origins.values.flatMap { $0 }, .originNotAllowed),
    ]
    for (dimension, values, reason) in named {
      for value in values where outcome.isPermit || outcome.told.contains(reason) {
        seen.values.insert(
          .init(
            purpose: ask.purpose, dimension: dimension, value: value, isPermit: outcome.isPermit))
      }
    }
    if !outcome.isPermit {
      seen.reasons.formUnion(outcome.told)
      seen.rules.formUnion(outcome.nevers)
    }
  }

  private func see(_ table: OnlyTable, _ seen: inout Sightings) {
    guard let terms = terms(named: table.purpose) else { return }
    for (dimension, listed) in table.lists {
      for value in Set((values[dimension] ?? []) + listed) {
        let cell = cell(value, dimension, of: table, terms)
        seen.values.insert(
          .init(
            purpose: table.purpose, dimension: dimension, value: value, isPermit: cell.isAllowed))
        if case .mayNot(let outcome?) = cell { seen.reasons.formUnion(outcome.told) }
      }
    }
  }

  private func coverage(_ seen: Sightings) -> TestCoverage {
    var coverage = TestCoverage()
    for terms in compiled.allTerms {
      coverage.purposes.append(self.coverage(of: terms.definition, seen))
    }
    for rule in compiled.policy.never {
      if seen.rules.contains(rule.id) {
        coverage.toldRules.append(rule.id)
      } else {
        coverage.untoldRules.append(rule.id)
      }
    }
    coverage.codes = seen.reasons.subtracting(.never).members.map(\.name)
    return coverage
  }

  private func coverage(
    of purpose: PurposeDefinition, _ seen: Sightings
  ) -> TestCoverage.Purpose {
    var result = TestCoverage.Purpose(name: purpose.name)
    for dimension in TestDimension.allCases {
      if purpose.consent == nil, [.methods, .notices].contains(dimension) { continue }
      let own = purpose.values(dimension)
      for value in values[dimension] ?? [] {
        // A purpose that lists no notice accepts any.
        let isPermit = own.contains(value) || (dimension == .notices && own.isEmpty)
        let isTouched = seen.values.contains(
          .init(purpose: purpose.name, dimension: dimension, value: value, isPermit: isPermit))
        if isPermit { result.permits.count(isTouched) } else { result.refusals.count(isTouched) }
        if !isTouched { result.untouched.append("\(dimension.rawValue): \(value)") }
      }
    }
    for key in purpose.limitKeys {
      let isTouched = seen.limits.contains(.init(purpose: purpose.name, key: key))
      result.limits.count(isTouched)
      if !isTouched { result.untouched.append(key) }
    }
    return result
  }
}

/// What was seen while the tests ran.
private struct Sightings {
  struct Value: Hashable {
    let purpose: String
    let dimension: TestDimension
    let value: String
    let isPermit: Bool
  }

  struct Limit: Hashable {
    let purpose: String
    let key: String
  }

  var values: Set<Value> = []
  var limits: Set<Limit> = []
  var rules: Set<String> = []
  var reasons: Reasons = []
}

extension PurposeDefinition {
  /// The keys of the `longest` rows that the purpose could have.
  fileprivate var limitKeys: [String] {
    [
      consent == nil ? nil : "lifetime", "retention", contact?.atMost == nil ? nil : "at_most",
      contact?.quiet == nil ? nil : "quiet", assessment == nil ? nil : "review_by",
    ].compactMap { $0 }
  }
}

extension LongestTest.Limit {
  /// The reason that shows the limit.
  fileprivate var reason: Reasons {
    switch self {
    case .lifetime: .consentTooLong
    case .retention: []
    case .contacts: .contactTooSoon
    case .quiet: .quietHours
    case .review: .assessmentStale
    }
  }
}
