import VaultModel
import VaultPolicy

/// Changes of `never` rules.
///
/// In a policy that loads no purpose meets a rule, so no rule makes a permit a denial: a change shows in
/// the tables of rules, and in the cases that name their reasons.
extension Trial {
  /// What becomes of a changed rule.
  func verdict(on change: RuleChange, _ tests: RuleTests) -> MutationReport.Verdict {
    let before = compiled.compiled(change.rule)
    let after = change.changed.map(compiled.compiled)
    if let changed = change.changed, let after {
      if !changed.canMatch(in: compiled.policy) { return .refused }
      for terms in compiled.allTerms
      where changed.names(terms.definition) && compiled.meets(after, terms) {
        return .refused
      }
    }
    func trial(_ purpose: String) -> Trial {
      guard let terms = terms(named: purpose) else { return self }
      var nevers = terms.nevers.filter { $0.id != before.id }
      if let changed = change.changed, let after, changed.names(terms.definition) {
        nevers.append(after)
      }
      return replacing(terms.forbidden(by: nevers))
    }
    for table in tests.tables[change.rule.id] ?? [] where notices(change, in: table, trial) {
      return .noticed
    }
    let cases = tests.cases(of: change)
    return cases.contains { !trial($0.ask?.purpose ?? "").passes($0) } ? .noticed : .survived
  }

  /// Whether the table of a rule fails, each cell asked under the purpose's changed rules.
  private func notices(
    _ change: RuleChange, in table: NeverTable, _ trial: (String) -> Trial
  ) -> Bool {
    let middle = table.purposes?.first ?? compiled.allTerms.first?.definition.name ?? ""
    let middleTrial = trial(middle)
    if !middleTrial.meets(table, nil, nil) { return true }
    let dimension: TestDimension?
    let node: String
    switch change.kind {
    case .dropRule: return false
    case .drop(let changed, let value), .add(let changed, let value):
      (dimension, node) = (changed, value)
    }
    let all = dimension.map { values[$0] ?? [] } ?? compiled.allTerms.map(\.definition.name)
    let listed = dimension.map { table.lists[$0] } ?? table.purposes
    for value in all where change.isUnnamed || DottedName.isAtOrBelow(value, node) {
      let trial = dimension == nil ? trial(value) : middleTrial
      if trial.meets(table, value, dimension) != (listed?.contains(value) ?? true) { return true }
    }
    return false
  }
}

extension NeverRule {
  /// Whether the rule is about the purpose at all.
  fileprivate func names(_ purpose: PurposeDefinition) -> Bool {
    purposes.isEmpty || purposes.contains { DottedName.isAtOrBelow(purpose.name, $0) }
  }
}

/// The tests that a `never` rule can change.
struct RuleTests {
  fileprivate let tables: [String: [NeverTable]]
  private let cases: [TestCase]
  private let byRule: [String: [TestCase]]

  init(_ tests: PolicyTests) {
    tables = Dictionary(grouping: tests.rules, by: \.rule)
    cases = tests.cases.filter { $0.ask != nil }
    var byRule: [String: [TestCase]] = [:]
    for test in cases {
      guard case .codes(_, let nevers) = test.expectation else { continue }
      for id in nevers { byRule[id, default: []].append(test) }
    }
    self.byRule = byRule
  }

  /// The cases whose answer the change can reach: a rule that says less stops less, one that says more
  /// stops what names the new value.
  fileprivate func cases(of change: RuleChange) -> [TestCase] {
    switch change.kind {
    case .dropRule: byRule[change.rule.id] ?? []
    case .drop: change.isUnnamed ? cases : byRule[change.rule.id] ?? []
    case .add(let dimension, let value):
      cases.filter { $0.ask?.names(value, in: dimension) ?? false }
    }
  }
}

extension Request {
  /// Whether the request names a value; a category also by a parent.
  fileprivate func names(_ value: String, in dimension: TestDimension?) -> Bool {
    switch dimension {
    case nil: purpose == value
    case .actors: actor == value
    case .categories: categories.contains { DottedName.isAtOrBelow(value, $0) }
    case .recipients: recipient == value
    case .channels: channel == value
    case .operations: operation == value
    default: false
    }
  }
}
