import VaultModel
import VaultPolicy

/// The tests that the terms of one purpose can change.
struct PurposeTests {
  var cases: [TestCase] = []
  var tables: [OnlyTable] = []
  var limits: [LongestTest] = []

  /// The tests of every purpose that has some.
  static func byPurpose(_ tests: PolicyTests) -> [String: PurposeTests] {
    var found: [String: PurposeTests] = [:]
    for test in tests.cases {
      let purposes = Set(test.grants.map(\.purpose) + (test.ask.map { [$0.purpose] } ?? []))
      for purpose in purposes { found[purpose, default: PurposeTests()].cases.append(test) }
    }
    for table in tests.tables { found[table.purpose, default: PurposeTests()].tables.append(table) }
    for limit in tests.limits { found[limit.purpose, default: PurposeTests()].limits.append(limit) }
    return found
  }
}

/// The questions about the whole policy, with what each purpose contributes to their answers.
struct WholeQuestions {
  /// A question with how many purposes contribute each name.
  private struct Counted {
    let question: TestQuestion
    let expected: Set<String>
    var counts: [String: Int] = [:]
  }

  private var counted: [Counted]

  init(_ questions: [TestQuestion], _ trial: Trial) {
    counted = questions.map { question in
      var counted = Counted(question: question, expected: Set(question.answer))
      for terms in trial.compiled.allTerms {
        for name in trial.contribution(of: terms, to: question) {
          counted.counts[name, default: 0] += 1
        }
      }
      return counted
    }
  }

  /// Whether an answer is another one when a purpose has the terms that the trial replaces.
  func notice(_ changed: CompiledPurpose, in trial: Trial, before: Trial) -> Bool {
    guard let terms = before.terms(named: changed.definition.name) else { return false }
    return counted.contains { counted in
      let (old, new) = (
        before.contribution(of: terms, to: counted.question),
        trial.contribution(of: changed, to: counted.question)
      )
      guard old != new else { return false }
      var counts = counted.counts
      for name in old { counts[name, default: 0] -= 1 }
      for name in new { counts[name, default: 0] += 1 }
      return Set(counts.filter { $0.value > 0 }.keys) != counted.expected
    }
  }
}
