extension Report {
  /// One line of JSON, with its keys in order.
  func json(_ seeds: ClosedRange<UInt64>) -> String {
    let members = [
      #""campaign":\#(quoted(campaign))"#, #""control":\#(isControl)"#, #""holds":\#(holds)"#,
      #""seeds":[\#(seeds.lowerBound),\#(seeds.upperBound)]"#, #""runs":\#(runs)"#,
      #""faults":\#(object(faults))"#,
      #""bad":\#(object(Dictionary(uniqueKeysWithValues: bad.map { ($0.key.rawValue, $0.value) })))"#,
      #""figures":\#(object(figures))"#, #""seconds":\#(seconds.rounded(to: 10))"#,
      #""failures":[\#(failures.map(json).joined(separator: ","))]"#,
    ]
    return "{\(members.joined(separator: ","))}"
  }

  /// A few lines for people.
  func text(_ seeds: ClosedRange<UInt64>) -> String {
    let rate = processorSeconds > 0 ? Int(Double(runs) / processorSeconds) : 0
    let found = bad.isEmpty ? "nothing bad" : listed(bad.map { ($0.key.rawValue, $0.value) })
    let verdict = holds ? "ok" : isControl ? "FAILED: the control found nothing" : "FAILED"
    var lines = [
      "\(campaign)\(isControl ? " (control)" : ""): \(runs) runs, seeds \(seeds.lowerBound)"
        + "..\(seeds.upperBound), \(seconds.rounded(to: 10)) s, \(rate) per second of a core: \(found): \(verdict)",
      "  faults: " + listed(faults.map { ($0.key, $0.value) }),
    ]
    if !figures.isEmpty { lines.append("  " + listed(figures.map { ($0.key, $0.value) })) }
    guard !holds, !isControl else { return lines.joined(separator: "\n") }
    for failure in failures {
      lines.append(
        "  \(failure.outcome.rawValue), seed \(failure.seed), point \(failure.point): "
          + failure.detail)
      lines.append(
        "    again: Scripts/crash-lab --only \(campaign) --seeds \(failure.seed)..\(failure.seed)"
          + " --point '\(failure.point)'")
    }
    return lines.joined(separator: "\n")
  }

  private func listed(_ counts: [(String, Int)]) -> String {
    counts.sorted { $0.0 < $1.0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  private func object(_ counts: [String: Int]) -> String {
    let members = counts.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\($0.value)" }
    return "{\(members.joined(separator: ","))}"
  }

  private func json(_ failure: Failure) -> String {
    #"{"outcome":\#(quoted(failure.outcome.rawValue)),"seed":\#(failure.seed),"#
      + #""point":\#(quoted(failure.point)),"detail":\#(quoted(failure.detail))}"#
  }

  private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 32: quoted += " "
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension Double {
  fileprivate func rounded(to parts: Double) -> Double { (self * parts).rounded() / parts }
}
