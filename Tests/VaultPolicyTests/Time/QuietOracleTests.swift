import FoundationEssentials
import Testing
import VaultModel
import VaultPolicy

/// What another implementation of time zones says of a window, edge by edge; see `Scripts/check-quiet`.
private struct QuietOracle {
  let zone: String
  let window: QuietWindow
  let end: Int64
  /// The seconds at which the window turns, and whether it is quiet from then on; the first is the beginning.
  let turns: [(second: Int64, isQuiet: Bool)]

  /// Reads `ZONE FROM UNTIL END` and then `+SECOND` or `-SECOND` for each turn.
  init(_ line: Substring) throws {
    let words = line.split(separator: " ")
    try #require(words.count > 4)
    let minutes = try words[1...2].map { try #require(Int($0)) }
    zone = String(words[0])
    window = try #require(QuietWindow(fromMinute: minutes[0], untilMinute: minutes[1]))
    end = try #require(Int64(words[3]))
    turns = try words[4...].map {
      (second: try #require(Int64($0.dropFirst())), isQuiet: $0.hasPrefix("+"))
    }
  }

  /// Asks ours at each minute, on both sides of each edge, and for each next edge.
  ///
  /// - Returns: how many instants were asked about, and how often the answer was another.
  func compare(with rules: ZoneRules) throws -> (asked: Int, wrong: Int) {
    var (asked, wrong) = (0, 0)
    func expect(_ isQuiet: Bool, at milliseconds: Int64) throws {
      let time = try #require(Timestamp(milliseconds: milliseconds))
      asked += 1
      if window.contains(time, in: rules) != isQuiet { wrong += 1 }
    }
    for (index, turn) in turns.enumerated() {
      let next = index + 1 < turns.count ? turns[index + 1].second : end
      for second in stride(from: turn.second, to: next, by: 60) {
        try expect(turn.isQuiet, at: second * 1000)
      }
      try expect(turn.isQuiet, at: next * 1000 - 1)
      guard index + 1 < turns.count else { continue }
      let time = try #require(Timestamp(milliseconds: turn.second * 1000))
      let found = window.next(quiet: !turn.isQuiet, from: time, in: rules)
      if found?.milliseconds != next * 1000 { wrong += 1 }
    }
    return (asked, wrong)
  }
}

@Suite("Quiet hours against another implementation")
struct QuietOracleTests {
  private static let embedded = [
    "Europe/Berlin": "berlin", "America/New_York": "newYork", "Australia/Lord_Howe": "lordHowe",
    "Asia/Kathmandu": "kathmandu",
  ]

  @Test func theDaysRoundTheChangesAgree() throws {
    var asked = 0
    for line in QuietSlice.lines.split(separator: "\n") {
      let oracle = try QuietOracle(line)
      let zone = try #require(Self.embedded[oracle.zone])
      let result = try oracle.compare(with: ZoneFixture.named(zone))
      #expect(result.wrong == 0, "\(line)")
      asked += result.asked
    }
    #expect(asked > 100_000)
  }

  private static let path = ProcessInfo.processInfo.environment["CVAULT_QUIET_ORACLE"]

  @Test(.enabled(if: path != nil)) func wholeYearsAgree() throws {
    let data = try Data(contentsOf: URL(filePath: #require(Self.path)))
    var (asked, edges) = (0, 0)
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      let oracle = try QuietOracle(line)
      let result = try oracle.compare(with: #require(ZoneFiles.rules(oracle.zone)))
      #expect(result.wrong == 0, "\(oracle.zone) \(oracle.window)")
      asked += result.asked
      edges += oracle.turns.count - 1
    }
    #expect(asked > 0 && edges > 0)
    print("quiet oracle: \(asked) instants, \(edges) next edges")
  }
}
