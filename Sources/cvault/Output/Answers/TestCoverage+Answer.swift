import ConsentVault
import PolicyTools

extension TestCoverage {
  /// For people: a row for each purpose, then rules and reasons.
  var blocks: [TextBlock] {
    let rows = purposes.map { purpose in
      [purpose.name, purpose.permits.words, purpose.refusals.words, purpose.limits.words]
    }
    var facts: [TextBlock.Fact] = [
      .init("purposes", "\(purposes.count(where: \.isTouched))/\(purposes.count)"),
      .init("never rules", "\(toldRules.count)/\(toldRules.count + untoldRules.count)"),
      .init("reasons seen", codes.joined(separator: " ")),
      .init("covered", percent(total.permille)),
    ]
    if !untoldRules.isEmpty {
      facts.append(.init("never told", untoldRules.joined(separator: " ")))
    }
    return [.table(Table(["PURPOSE", "PERMITS", "REFUSALS", "LIMITS"], rows)), .facts(facts)]
  }

  /// For programs: the same, with what no test touched.
  var json: JSONValue {
    [
      "purposes": .list(purposes.map(\.json)), "never_told": .texts(toldRules),
      "never_untold": .texts(untoldRules), "codes": .texts(codes), "total": total.json,
    ]
  }
}

extension TestCoverage.Purpose {
  fileprivate var json: JSONValue {
    [
      "purpose": .text(name), "permits": permits.json, "refusals": refusals.json,
      "limits": limits.json, "untouched": .texts(untouched),
    ]
  }
}

extension TestCoverage.Share {
  fileprivate var words: String { "\(touched)/\(total)" }

  fileprivate var json: JSONValue {
    ["touched": .number(touched), "total": .number(total), "permille": .number(permille)]
  }
}
