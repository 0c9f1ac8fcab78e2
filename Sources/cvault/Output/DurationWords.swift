import VaultModel

/// A length of time for people: two units at most.
enum DurationWords {
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000),
  ]

  /// Such as `3 d 4 h`, `12 min`, `0 s`; a dash for none.
  static func text(_ span: TimeSpan?) -> String {
    guard let span else { return "–" }
    guard span.milliseconds >= 1_000 else {
      return span == .zero ? "0 s" : "\(span.milliseconds) ms"
    }
    var rest = span.milliseconds
    var words: [String] = []
    for unit in units {
      let count = rest / unit.milliseconds
      rest %= unit.milliseconds
      if count > 0 { words.append("\(count) \(unit.name)") }
      // Seconds do not matter beside days.
      if words.count == 2 || !words.isEmpty && count == 0 { break }
    }
    return words.joined(separator: " ")
  }
}
