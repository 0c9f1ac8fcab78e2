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

  private static func line(_ entry: Contest.Entry, _ ratio: Double?) -> String {
    padded(entry.name, 44) + column(fixed(entry.median)) + column(fixed(entry.least))
      + column(ratio.map { "\(fixed($0))×" } ?? "")
  }

  private static func json(_ title: String, _ entry: Contest.Entry, _ ratio: Double?) -> String {
    var text = #"{"group":"\#(title)","name":"\#(entry.name)","median_us":\#(fixed(entry.median)),"#
    text += #""least_us":\#(fixed(entry.least)),"rounds":\#(entry.rounds.count)"#
    if let ratio { text += #","ratio":\#(fixed(ratio))"# }
    return text + "}"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func column(_ text: String) -> String {
    String(repeating: " ", count: max(1, 11 - text.count)) + text
  }
}
