import VaultModel
import VaultPolicy

/// Changes of a category's sensitivity, from special or to it.
extension Trial {
  /// What becomes of a policy in which a leaf is special, or is not any more.
  func verdict(
    onFlipped category: CategoryDefinition, _ tests: PolicyTests
  ) -> MutationReport.Verdict {
    var policy = compiled.policy
    let isSpecial = category.sensitivity != .special
    guard let index = policy.categories.firstIndex(of: category) else { return .survived }
    policy.categories[index].sensitivity = isSpecial ? .special : .normal
    if isSpecial,
      policy.purposes.contains(where: {
        $0.basis != .consent && $0.article9 == nil && $0.categories.contains(category.name)
      })
    {
      return .refused
    }
    if let table = tests.special {
      // One purpose shows it as well as all of them.
      var small = policy
      small.purposes = unconditional().map { [$0.definition] } ?? []
      let isWrong =
        recompiled(small).needsExplicitConsent(category.name, at: table.time)
        != table.categories.contains(category.name)
      if isWrong { return .noticed }
    }
    return recompiled(policy).fails(tests, about: category.name) ? .noticed : .survived
  }

  /// The same tests on another policy of the same names.
  private func recompiled(_ policy: Policy) -> Trial {
    Trial(
      CompiledPolicy(
        policy, places: compiled.places, digest: compiled.digest, number: compiled.number,
        registry: compiled.registry, zone: zones.rules),
      declared: compiled.policy)
  }

  /// Whether a test that reaches the category fails.
  private func fails(_ tests: PolicyTests, about category: String) -> Bool {
    let cases = tests.cases.filter { test in
      test.ask?.categories.contains { DottedName.isAtOrBelow(category, $0) } ?? false
    }
    return cases.contains { !passes($0) }
      || tests.tables.contains { fails($0, about: category) }
      || tests.questions.contains { $0.reaches(category) && failure(of: $0) != nil }
  }

  private func fails(_ table: OnlyTable, about category: String) -> Bool {
    guard let terms = terms(named: table.purpose) else { return false }
    if table.lists.keys.contains(where: \.isDecided), !middle(of: table, terms).isAllowed {
      return true
    }
    if let basis = table.basis, !rests(terms, on: basis, at: table.time) { return true }
    guard let listed = table.lists[.categories] else { return false }
    return cell(category, .categories, of: table, terms).isAllowed != listed.contains(category)
  }
}

extension TestQuestion {
  /// Whether the answer may depend on the category.
  fileprivate func reaches(_ category: String) -> Bool {
    if case .who(let asked) = subject { asked == category } else { true }
  }
}
