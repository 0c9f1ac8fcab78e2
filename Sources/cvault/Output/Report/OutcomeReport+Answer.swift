import ConsentVault
import VaultModel

extension OutcomeReport {
  /// The shape of `report`; lengths of time are milliseconds.
  var json: JSONValue {
    [
      "since": .described(since), "until": .described(until), "controller": .text(controller),
      "policy": policy.json, "closing": closing.json,
      "erasing": erasing.json.adding([.init("erasures", .number(erasures))]),
      "requests": [
        "answered_in_time": .number(requests.answeredInTime),
        "answered_late": .number(requests.answeredLate),
        "refused_in_time": .number(requests.refusedInTime),
        "refused_late": .number(requests.refusedLate), "open": .number(requests.open),
        "overdue": .number(requests.overdue),
      ],
      "accesses": ["permitted": .number(permitted), "denied": .number(denied)],
      "denials": .list(
        reasons.map { ["code": .text($0.code), "count": .number($0.count)] }),
      "forgotten_denials": .number(forgottenDenials),
      "permissions": .list(
        ages.map { row in
          ["purpose": .text(row.purpose), "ages": .list(row.counts.map { .number($0) })]
        }),
      "age_limits_days": .list(Self.ageLimits.map { .number(Int($0.milliseconds / 86_400_000)) }),
      "uses": .list(
        uses.map { ["basis": .text($0.basis.rawValue), "count": .number($0.count)] }),
      "weeks": .list(weeks.map(\.json)),
      "overdue_sweep": [
        "subjects": .number(overdue.subjects), "lag_ms": .number(overdue.lag?.milliseconds),
      ],
    ]
  }

  /// For people at a terminal.
  var blocks: [TextBlock] {
    [
      .sentence("\(controller): outcomes from \(since) to \(until)"),
      .table(
        Table(
          ["HOW LONG", "COUNT", "MEDIAN", "95 %", "LONGEST"],
          [
            row("from a no to its effect", closing, of: closing.count),
            row("from a request to the erasure", erasing, of: erasures),
          ])),
      .facts([
        .init(
          "requests in time",
          "\(requests.inTime) of \(requests.closed), \(ReportWords.share(requests.inTime, of: requests.closed))"
        ),
        .init("requests open", "\(requests.open), and \(requests.overdue) overdue"),
        .init("accesses", "\(permitted) permitted, \(denied) denied"),
        .init(
          "uses by basis",
          uses.map {
            "\(ReportWords.name($0.basis)) \(ReportWords.share($0.count, of: permitted))"
          }.joined(separator: ", ")),
        .init(
          "waits for a sweep",
          "\(overdue.subjects) subjects, the longest for \(DurationWords.text(overdue.lag))"),
      ]),
      .table(Table(["DENIED BECAUSE", "COUNT"], reasons.map { [$0.code, "\($0.count)"] })),
      .table(
        Table(
          ["IN FORCE FOR"] + ReportWords.ages.map { $0.uppercased() },
          ages.map { [$0.purpose] + $0.counts.map { "\($0)" } })),
    ]
  }

  private func row(_ name: String, _ durations: Durations, of count: Int) -> [String] {
    let lengths = [durations.median, durations.percentile95, durations.longest]
    return [name, "\(count)"] + lengths.map(DurationWords.text)
  }
}

extension OutcomeReport.Durations {
  fileprivate var json: JSONValue {
    [
      "count": .number(count), "median_ms": .number(median?.milliseconds),
      "p95_ms": .number(percentile95?.milliseconds), "longest_ms": .number(longest?.milliseconds),
    ]
  }
}

extension OutcomeReport.Week {
  fileprivate var json: JSONValue {
    [
      "from": .text(day), "permitted": .number(permitted), "denied": .number(denied),
      "given": .number(given), "withdrawn": .number(withdrawn),
    ]
  }
}
