import DocumentTesting
import Testing
import VaultModel
import VaultPolicy

@testable import PolicyTools

/// Changing one purpose at a time and asking only the tests that can tell must find what a naive judge finds:
/// the changed policy is written out, read by the reader of policies, compiled anew, and every test is run.
@Suite struct MutationAgainstRebuiltPolicies {
  @Test(arguments: 0..<16)
  func everyVerdictIsThatOfARebuiltPolicyAndAllTests(_ seed: UInt64) throws {
    var random = RandomPolicy(random: Dice(seed: seed))
    let policy = try random.policy()
    let trial = Trial(try .standalone(policy))
    let tests = try random.tests(of: policy)
    try #require(trial.run(tests).failures == [])
    let (fast, naive) = (trial.verdicts(tests), try trial.naiveVerdicts(tests))
    try #require(fast.count == naive.count)
    for (fast, naive) in zip(fast, naive) {
      #expect(fast == naive, "\(fast.change)")
    }
    let report = trial.mutate(tests)
    #expect(report.mutants == naive.count)
    #expect(report.killedByCheck == naive.count { $0.verdict == .refused })
    #expect(report.survivors.count == naive.count { $0.verdict == .survived })
  }

  @Test func bothJudgesSeeEveryOutcome() throws {
    var seen: Set<String> = []
    for seed in UInt64(0)..<16 {
      var random = RandomPolicy(random: Dice(seed: seed))
      let trial = Trial(try .standalone(try random.policy()))
      let tests = try random.tests(of: trial.compiled.policy)
      for verdict in trial.verdicts(tests) {
        seen.insert("\(verdict.verdict) \(verdict.kind)")
      }
    }
    for kind in ["term", "category", "rule"] {
      for verdict in ["refused", "noticed", "survived"] {
        #expect(seen.contains("\(verdict) \(kind)"))
      }
    }
  }
}

/// One change with what became of it.
private struct Judgement: Equatable {
  let kind: String
  let change: String
  let verdict: MutationReport.Verdict
}

extension Trial {
  /// As ``mutate(_:)`` has it, change by change.
  fileprivate func verdicts(_ tests: PolicyTests) -> [Judgement] {
    let byPurpose = PurposeTests.byPurpose(tests)
    let questions = WholeQuestions(tests.questions, self)
    let rules = RuleTests(tests)
    var found: [Judgement] = []
    for terms in compiled.allTerms {
      for change in terms.definition.changes(values) {
        let changed = terms.redefined(
          change.applied(to: terms.definition), in: compiled.registry, zone: zones.rules)
        let verdict: MutationReport.Verdict =
          compiled.refuses(changed)
          ? .refused
          : notices(change, changed, byPurpose[terms.definition.name], questions)
            ? .noticed : .survived
        found.append(
          Judgement(kind: "term", change: "\(terms.definition.name) \(change)", verdict: verdict))
      }
    }
    for category in compiled.policy.categories where category.isLeaf {
      found.append(
        Judgement(
          kind: "category", change: category.name, verdict: verdict(onFlipped: category, tests)))
    }
    for rule in compiled.policy.never {
      for change in rule.changes(in: self) {
        found.append(
          Judgement(kind: "rule", change: "\(change)", verdict: verdict(on: change, rules)))
      }
    }
    return found
  }

  /// The same changes by the long way.
  fileprivate func naiveVerdicts(_ tests: PolicyTests) throws -> [Judgement] {
    let policy = compiled.policy
    var found: [Judgement] = []
    for (index, purpose) in policy.purposes.enumerated() {
      for change in purpose.changes(values) {
        var changed = policy
        changed.purposes[index] = change.applied(to: purpose)
        found.append(
          Judgement(
            kind: "term", change: "\(purpose.name) \(change)", verdict: try judge(changed, tests)))
      }
    }
    for (index, category) in policy.categories.enumerated() where category.isLeaf {
      var changed = policy
      changed.categories[index].sensitivity =
        category.sensitivity == .special ? .normal : .special
      found.append(
        Judgement(kind: "category", change: category.name, verdict: try judge(changed, tests)))
    }
    for (index, rule) in policy.never.enumerated() {
      for change in rule.changes(in: self) {
        var changed = policy
        if let rule = change.changed {
          changed.never[index] = rule
        } else {
          changed.never.remove(at: index)
        }
        found.append(
          Judgement(kind: "rule", change: "\(change)", verdict: try judge(changed, tests)))
      }
    }
    return found
  }

  private func judge(_ policy: Policy, _ tests: PolicyTests) throws -> MutationReport.Verdict {
    let read: Policy
    do throws(PolicyFault) {
      read = try Policy(canonicalJSON: policy.canonicalJSON())
    } catch {
      // A form that is not canonical would be a mistake of the change, not of the policy.
      try #require(error.problems.allSatisfy { $0.code != .notCanonical }, "\(error.problems)")
      return .refused
    }
    let trial = Trial(try .standalone(read), declared: compiled.policy)
    return trial.run(tests).failures.isEmpty ? .survived : .noticed
  }
}
