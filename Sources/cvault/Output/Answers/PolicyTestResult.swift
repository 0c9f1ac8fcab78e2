import ConsentVault
import PolicyTools

/// What `policy test` has to say.
struct PolicyTestResult {
  /// The policy's name.
  let name: String
  let report: TestReport
  /// Nil if it was not asked for, or if a test fails already.
  let mutation: MutationReport?
  let coverage: TestCoverage?
  /// Whether mutation was asked for.
  let isMutated: Bool

  /// The most survivors that are shown to people; programs get all.
  private static let mostShown = 50

  /// Whether everything holds; what is not tested at all does not.
  var isGood: Bool {
    report.count > 0 && report.failures.isEmpty && (mutation?.survivors.isEmpty ?? true)
  }

  /// The results for CI.
  var junit: String { report.junit(name, mutation) }

  var answer: Answer {
    var blocks = report.failures.flatMap(\.blocks)
    if let coverage { blocks += coverage.blocks }
    blocks += mutationBlocks
    blocks.append(.sentence(summary))
    return Answer(json, blocks, exit: isGood ? .done : .denied)
  }

  private var summary: String {
    let failed = report.failures.count
    let outcome = failed == 0 ? "all hold" : "\(failed) failed"
    let tests =
      report.count == 0
      ? "\(name): nothing is tested" : "\(name): \(report.count) tests, \(outcome)"
    guard let mutation else { return tests }
    return "\(tests); \(mutation.killed) of \(mutation.mutants) changes noticed "
      + "(\(mutation.killedByCheck) by the check, \(mutation.killedByTests) by a test), "
      + "score \(percent(mutation.score))"
  }

  private var mutationBlocks: [TextBlock] {
    guard let mutation else {
      return isMutated
        ? [.sentence("nothing was changed: with a failing test every change would seem noticed")]
        : []
    }
    let shown = mutation.survivors.prefix(Self.mostShown).flatMap { survivor in
      let place = survivor.place.map { "\($0): " } ?? ""
      return [
        TextBlock.sentence("\(place)\(survivor.sentence)"),
        .sentence("  hint: \(survivor.remedy)"),
      ]
    }
    let more = mutation.survivors.count - Self.mostShown
    return more > 0 ? shown + [.sentence("and \(more) more; `--json` lists all of them")] : shown
  }

  private var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("cases", .number(report.count)), .init("failed", .number(report.failures.count)),
      .init("mutants", .number(mutation?.mutants ?? 0)),
      .init("killed", .number(mutation?.killed ?? 0)),
      .init("survivors", .list(mutation?.survivors.map(\.json) ?? [])),
      .init("failures", .list(report.failures.map(\.json))),
    ]
    if let mutation {
      members += [
        .init("killed_by_check", .number(mutation.killedByCheck)),
        .init("killed_by_tests", .number(mutation.killedByTests)),
        .init("score_permille", .number(mutation.score)),
      ]
    }
    if let coverage { members.append(.init("coverage", coverage.json)) }
    return .object(members)
  }
}

/// Tenths of a percent as people write them.
func percent(_ permille: Int) -> String { "\(permille / 10).\(permille % 10) %" }

extension TestReport.Result {
  /// For people: expected against got, with every reason and its place.
  fileprivate var blocks: [TextBlock] {
    guard let failure else { return [] }
    var blocks: [TextBlock] = [
      .sentence("\(place): \(name)"), .sentence("  expected: \(failure.expected)"),
      .sentence("  got:      \(failure.got)"),
    ]
    for reason in failure.reasons {
      let place = reason.place.map { " (\($0))" } ?? ""
      blocks.append(.sentence("    \(reason.code): \(ReasonText.message(reason.code))\(place)"))
    }
    if let nearest = failure.nearest { blocks.append(.sentence("  hint: \(nearest)")) }
    return blocks
  }

  fileprivate var json: JSONValue {
    [
      "section": .text(section.rawValue), "test": .text(name), "place": .text(place),
      "expected": .text(failure?.expected), "got": .text(failure?.got),
      "reasons": .list(failure?.reasons.map(\.json) ?? []), "nearest": .text(failure?.nearest),
    ]
  }
}

extension MutationReport.Survivor {
  fileprivate var json: JSONValue {
    ["change": .text(sentence), "policy": .text(place), "hint": .text(remedy)]
  }
}
