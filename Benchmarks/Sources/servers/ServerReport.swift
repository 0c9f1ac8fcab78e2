import Measuring

/// CPU time and wall time side by side: a server works while the client waits.
struct ServerReport {
  let asJSON: Bool

  /// Prints what each way took for one operation, and how it compares with the first.
  func tell(_ title: String, _ entries: [Contest.Entry]) {
    Report.head(title, asJSON: asJSON)
    Report.print(title, entries, asJSON: asJSON, ratios: true)
    guard let first = entries.first else { return }
    if !asJSON { print("wall time, medians:") }
    for entry in entries {
      let wall = Double(Int(entry.medianWall * 1_000)) / 1_000
      let ratio = Double(Int(entry.medianWall / first.medianWall * 1_000)) / 1_000
      print(
        asJSON
          ? #"{"group":"\#(title)","name":"\#(entry.name)","median_wall_us":\#(wall)}"#
          : "  \(entry.name): \(wall) µs, \(ratio)×")
    }
  }
}
