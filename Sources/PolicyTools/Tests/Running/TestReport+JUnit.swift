import VaultModel

extension TestReport {
  /// The results as JUnit XML, which CI servers show.
  ///
  /// The schema is that of Jenkins' xUnit plugin (`junit-10.xsd`): suites of cases, of which the failed ones
  /// hold a `failure`. No time is told, because none is measured.
  ///
  /// - Parameters:
  ///   - name: the policy's.
  ///   - mutation: survivors become failed cases of a suite of their own.
  /// - Returns: the file's text.
  package func junit(_ name: String, _ mutation: MutationReport?) -> String {
    var suites = Section.allCases.compactMap { section -> XMLElement? in
      let results = results.filter { $0.section == section }
      return results.isEmpty
        ? nil : suite("\(name).\(section.rawValue)", results.map { $0.element(name) })
    }
    if let mutation {
      let survivors = mutation.survivors.map { $0.element(name) }
      let killed = XMLElement(
        "testcase",
        ["name": "\(mutation.killed) changes are noticed", "classname": "\(name).mutants"])
      suites.append(suite("\(name).mutants", [killed] + survivors))
    }
    let failed = suites.reduce(0) { $0 + (Int($1.attributes["failures"] ?? "") ?? 0) }
    let count = suites.reduce(0) { $0 + $1.children.count }
    let root = XMLElement(
      "testsuites",
      [
        "name": name, "tests": "\(count)", "failures": "\(failed)", "errors": "0",
      ], suites)
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.text(0)
  }

  private func suite(_ name: String, _ cases: [XMLElement]) -> XMLElement {
    let failed = cases.count { !$0.children.isEmpty }
    return XMLElement(
      "testsuite",
      [
        "name": name, "tests": "\(cases.count)", "failures": "\(failed)", "errors": "0",
        "skipped": "0",
      ], cases)
  }
}

extension TestReport.Result {
  fileprivate func element(_ policy: String) -> XMLElement {
    let failures = failure.map { failure in
      let reasons = failure.reasons.map { reason in
        [reason.code, reason.place].compactMap { $0 }.joined(separator: " ")
      }
      let lines =
        ["\(place): \(name)", "expected: \(failure.expected)", "got: \(failure.got)"] + reasons
        + [failure.nearest].compactMap { $0 }
      return XMLElement(
        "failure", ["message": "expected \(failure.expected), got \(failure.got)", "type": "test"],
        content: lines.joined(separator: "\n"))
    }
    return XMLElement(
      "testcase", ["name": name, "classname": "\(policy).\(section.rawValue)"],
      failures.map { [$0] } ?? [])
  }
}

extension MutationReport.Survivor {
  fileprivate func element(_ policy: String) -> XMLElement {
    let content = [place, remedy].compactMap { $0 }.joined(separator: "\n")
    return XMLElement(
      "testcase", ["name": sentence, "classname": "\(policy).mutants"],
      [XMLElement("failure", ["message": sentence, "type": "survivor"], content: content)])
  }
}
