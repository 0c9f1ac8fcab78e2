import VaultPolicy

extension Trial {
  /// Changes every term of the policy in turn, and counts whether the check of a policy or a test notices.
  ///
  /// - Parameter tests: all of which hold.
  /// - Returns: the counts, and every change that nothing notices.
  package func mutate(_ tests: PolicyTests) -> MutationReport {
    var report = MutationReport()
    let byPurpose = PurposeTests.byPurpose(tests)
    let questions = WholeQuestions(tests.questions, self)
    for terms in compiled.allTerms {
      mutate(terms, byPurpose[terms.definition.name], questions, &report)
    }
    for category in compiled.policy.categories where category.isLeaf {
      let verdict = verdict(onFlipped: category, tests)
      report.count(verdict, survivor(category))
    }
    let rules = RuleTests(tests)
    for rule in compiled.policy.never {
      for change in rule.changes(in: self) {
        report.count(verdict(on: change, rules), survivor(change))
      }
    }
    return report
  }

  private func mutate(
    _ terms: CompiledPurpose, _ tests: PurposeTests?, _ questions: WholeQuestions,
    _ report: inout MutationReport
  ) {
    for change in terms.definition.changes(values) {
      let changed = terms.redefined(
        change.applied(to: terms.definition), in: compiled.registry, zone: zones.rules)
      let verdict: MutationReport.Verdict =
        if compiled.refuses(changed) {
          .refused
        } else {
          notices(change, changed, tests, questions) ? .noticed : .survived
        }
      report.count(
        verdict,
        MutationReport.Survivor(
          sentence: "nothing notices that \(change.words(terms.definition))",
          place: place(of: terms.definition.name, change.key),
          remedy: change.remedy(terms.definition)))
    }
  }

  private func survivor(_ category: CategoryDefinition) -> MutationReport.Survivor {
    let becomes = category.sensitivity == .special ? "is not special any more" : "becomes special"
    let special = compiled.policy.categories.filter { $0.sensitivity == .special }.map(\.name)
    return MutationReport.Survivor(
      sentence: "nothing notices that the category `\(category.name)` \(becomes)",
      place: compiled.places.place(of: "categories.\(category.name)"),
      remedy:
        "add to `only`: {sensitivity: special, categories: [\(special.joined(separator: ", "))]}")
  }

  private func survivor(_ change: RuleChange) -> MutationReport.Survivor {
    MutationReport.Survivor(
      sentence: "nothing notices that \(change.words)",
      place: compiled.places.place(of: "never.\(change.rule.id)"), remedy: change.remedy)
  }
}
