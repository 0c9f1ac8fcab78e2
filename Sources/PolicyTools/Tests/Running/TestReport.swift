import VaultPolicy

/// What running the tests of a policy showed.
package struct TestReport: Sendable {
  /// The parts of `tests.yaml`.
  package enum Section: String, Hashable, Sendable, CaseIterable {
    case cases, only, longest, questions
  }

  /// One test with its answer.
  package struct Result: Hashable, Sendable {
    package let section: Section
    package let name: String
    /// `file:line:column` of the test.
    package let place: String
    /// Nil if the policy is as expected.
    package let failure: TestFailure?
  }

  /// In the order of the sections, and of the file within each.
  package var results: [Result] = []

  /// How many tests ran.
  package var count: Int { results.count }
  /// The tests that failed.
  package var failures: [Result] { results.filter { $0.failure != nil } }
}

extension Trial {
  /// Runs every test.
  package func run(_ tests: PolicyTests) -> TestReport {
    var report = TestReport()
    func add(
      _ section: TestReport.Section, _ title: TestTitle, detail: String? = nil,
      _ failure: TestFailure?
    ) {
      report.results.append(
        TestReport.Result(
          section: section, name: [title.name, detail].compactMap { $0 }.joined(separator: ": "),
          place: "\(tests.file):\(title.position.line):\(title.position.column)", failure: failure))
    }
    for test in tests.cases { add(.cases, test.title, failure(of: test)) }
    for table in tests.tables {
      for dimension in TestDimension.allCases where table.lists[dimension] != nil {
        add(.only, table.title, detail: dimension.rawValue, failure(of: table, in: dimension))
      }
      if table.basis != nil { add(.only, table.title, detail: "basis", failureOfBasis(table)) }
    }
    for table in tests.rules { add(.only, table.title, failure(of: table)) }
    if let special = tests.special { add(.only, special.title, failure(of: special)) }
    for limit in tests.limits {
      add(.longest, limit.title, detail: limit.limit.key, failure(of: limit))
    }
    for question in tests.questions { add(.questions, question.title, failure(of: question)) }
    return report
  }
}
