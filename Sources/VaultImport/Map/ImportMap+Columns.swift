extension ImportMap {
  /// The columns that the map names, each once, in the order of the map.
  package var columns: [String] {
    var seen: Set<String> = []
    return references.map(\.reference.column).filter { seen.insert($0).inserted }
  }

  /// The column of a category's values; nil if they come from several.
  func column(of category: String) -> String? {
    guard
      case .column(let reference, split: _) = values.first(where: { $0.category == category })?
        .source
    else { return nil }
    return reference.column
  }

  /// Every reference to a column, with its place in the map.
  var references: [(path: String, reference: ColumnReference)] {
    var found = [("subject", subject)] + Self.reference(collectedAt, at: "collected_at")
    for rule in values {
      let path = "values.\(rule.category)"
      switch rule.source {
      case .column(let reference, split: _): found.append((path, reference))
      case .joined(let references, separator: _): found += references.map { (path, $0) }
      }
    }
    for (index, rule) in consents.enumerated() {
      let path = "consents[\(index)]"
      if case .column(let reference, yes: _, no: _) = rule.when {
        found.append(("\(path).when", reference))
      }
      found += Self.reference(rule.capturedAt, at: "\(path).captured_at")
      found += Self.reference(rule.end, at: "\(path).until")
    }
    for (index, rule) in grounds.enumerated() {
      let path = "grounds[\(index)]"
      if case .column(let reference) = rule.reference {
        found.append(("\(path).reference", reference))
      }
      found += Self.reference(rule.from, at: "\(path).from")
      found += Self.reference(rule.end, at: "\(path).until")
    }
    return found
  }

  private static func reference(_ time: RowTime?, at path: String)
    -> [(path: String, reference: ColumnReference)]
  {
    guard case .column(let reference) = time else { return [] }
    return [(path, reference)]
  }

  private static func reference(_ end: EndRule, at path: String)
    -> [(path: String, reference: ColumnReference)]
  {
    guard case .until(let time) = end else { return [] }
    return reference(time, at: path)
  }
}
