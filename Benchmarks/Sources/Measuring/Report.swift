/// Figures as lines for people or as JSON for programs.
public enum Report {
  /// Prints `entries`, with their ratio to the first if there is something to compare.
  public static func print(_ title: String, _ entries: [Contest.Entry], asJSON: Bool, ratios: Bool)
  {
    let base = entries.first?.median ?? 0
    for entry in entries {
      let ratio = ratios && base > 0 ? entry.median / base : nil
      Swift.print(asJSON ? json(title, entry, ratio) : line(entry, ratio))
    }
  }

  /// Prints the head of a table.
  public static func head(_ title: String, asJSON: Bool) {
    guard !asJSON else { return }
    Swift.print(
      "\n\(title)\n\(padded("", 44))\(column("median µs"))\(column("least µs"))     ratio")
  }

  /// Prints `entries` with the wall time of single operations and their allocations: a table of its own.
  public static func printSamples(_ title: String, _ entries: [Contest.Entry], asJSON: Bool) {
    if !asJSON {
      Swift.print(
        "\n\(title)\n\(padded("", 44))\(column("CPU µs"))\(column("wall p50"))\(column("wall p99"))"
          + column("mallocs"))
    }
    for entry in entries {
      Swift.print(asJSON ? json(title, entry, nil) : sampleLine(entry))
    }
  }

  private static func line(_ entry: Contest.Entry, _ ratio: Double?) -> String {
    padded(entry.name, 44) + column(fixed(entry.median)) + column(fixed(entry.least))
      + column(ratio.map { "\(fixed($0))×" } ?? "")
  }

  private static func sampleLine(_ entry: Contest.Entry) -> String {
    let figures = [
      entry.median, entry.percentile(50), entry.percentile(99), entry.allocations,
    ]
    return figures.reduce(padded(entry.name, 44)) { $0 + column($1.map(fixed) ?? "") }
  }

  private static func json(_ title: String, _ entry: Contest.Entry, _ ratio: Double?) -> String {
    let figures = [
      ("median_us", entry.median), ("least_us", entry.least), ("ratio", ratio),
      ("wall_p50_us", entry.percentile(50)), ("wall_p99_us", entry.percentile(99)),
      ("allocations", entry.allocations),
    ]
    var text = #"{"group":"\#(title)","name":"\#(entry.name)","rounds":\#(entry.rounds.count)"#
    for (name, figure) in figures {
      if let figure { text += #","\#(name)":\#(fixed(figure))"# }
    }
    return text + "}"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func column(_ text: String) -> String {
    String(repeating: " ", count: max(1, 11 - text.count)) + text
  }
}
