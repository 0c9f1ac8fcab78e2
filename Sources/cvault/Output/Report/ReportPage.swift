import ConsentVault
import VaultModel

/// A report as one page that needs nothing beside it: no script, no font, no picture of others.
struct ReportPage {
  private let report: OutcomeReport

  init(_ report: OutcomeReport) { self.report = report }

  /// The whole document.
  var html: HTML {
    """
    \(HTML.beginning(title: "Outcomes: \(report.controller)", style: ReportStyle.sheet))<body>
    <header>
    <p class="from">\(report.controller)</p>
    <h1>Outcomes</h1>
    <p>What became of people's words and requests from \(day(report.since)) to \(day(report.until)). \
    Nothing on this page is about a person.</p>
    \(tiles)
    </header>
    <main>
    \(lengths)\(requests)\(accesses)\(reasons)\(uses)\(words)\(ages)
    </main>
    <footer>From the ledger of a vault under \(report.policy.name) \(report.policy.version). Times are UTC; \
    weeks begin on Monday, and the first and the last may be cut by the period.</footer>
    </body>
    </html>

    """
  }

  private func day(_ time: Timestamp) -> String { CivilDate(time).description }

  // MARK: at a glance

  private var tiles: HTML {
    let late = report.requests.answeredLate + report.requests.refusedLate
    let tiles: [(mood: String, figure: String, text: String)] = [
      ("", DurationWords.text(report.closing.median), "from a no to its effect, at the median"),
      (
        "", DurationWords.text(report.erasing.median),
        "from a request to the erasure, at the median"
      ),
      (
        report.requests.closed == 0 ? "" : late > 0 ? "bad" : "good",
        ReportWords.share(report.requests.inTime, of: report.requests.closed),
        "of requests closed in time"
      ),
      (
        report.requests.overdue > 0 ? "bad" : "good", ReportWords.count(report.requests.overdue),
        report.requests.overdue == 1 ? "request is overdue" : "requests are overdue"
      ),
      (
        report.overdue.subjects > 0 ? "bad" : "good", ReportWords.count(report.overdue.subjects),
        report.overdue.lag.map { "subjects wait for a sweep, up to \(DurationWords.text($0))" }
          ?? "subjects wait for a sweep"
      ),
      (
        "", ReportWords.share(report.denied, of: report.denied + report.permitted),
        "of accesses refused"
      ),
    ]
    let items: [HTML] = tiles.map { tile in
      "<li class=\"\(tile.mood)\"><strong>\(tile.figure)</strong> \(tile.text)</li>"
    }
    return "<ul class=\"tiles\">\(items)</ul>"
  }

  private func section(_ title: String, _ text: String, _ content: HTML) -> HTML {
    "<section><h2>\(title)</h2><p class=\"soft\">\(text)</p>\(content)</section>\n"
  }

  private func table(_ header: [String], _ rows: [[String]]) -> HTML {
    let head: [HTML] = header.map { "<th scope=\"col\">\($0)</th>" }
    let body: [HTML] = rows.map { row in
      let cells: [HTML] = row.dropFirst().map { "<td>\($0)</td>" }
      return "<tr><th scope=\"row\">\(row.first ?? "")</th>\(cells)</tr>"
    }
    return "<table><thead><tr>\(head)</tr></thead><tbody>\(body)</tbody></table>"
  }

  private func none(_ text: String) -> HTML { "<p class=\"none\">\(text)</p>" }

  // MARK: how long

  private var lengths: HTML {
    let rows = [
      ("A no takes effect", report.closing, report.closing.count),
      ("A person is erased", report.erasing, report.erasures),
    ].map { name, durations, count in
      [name, ReportWords.count(count)]
        + [durations.median, durations.percentile95, durations.longest].map(DurationWords.text)
    }
    return section(
      "How long it took",
      "From the person's word to the end of the keys; from the request to the erasure. A no that was told "
        + "late counts from when it was said.",
      table(["", "How often", "Median", "95 %", "Longest"], rows))
  }

  // MARK: requests

  private var requests: HTML {
    let found = report.requests
    let text = "Closed in the period, and open now; due one month after receipt, or as extended."
    guard found.closed + found.open + found.overdue > 0 else {
      return section("Requests to use a right", text, none("There were none."))
    }
    let chart = BarChart(
      label: "Requests by what became of them",
      parts: [.init(name: "in time", colour: "c"), .init(name: "late", colour: "b")],
      bars: [
        .init(name: "Answered", counts: [found.answeredInTime, found.answeredLate]),
        .init(name: "Refused with a reason", counts: [found.refusedInTime, found.refusedLate]),
        .init(name: "Open", counts: [found.open, found.overdue]),
      ])
    return section("Requests to use a right", text, "<figure>\(chart.html)</figure>")
  }

  // MARK: accesses

  private var accesses: HTML {
    let chart = LineChart(
      label: "Accesses permitted and refused, by week", days: report.weeks.map(\.day),
      series: [
        .init(name: "permitted", colour: "a", counts: report.weeks.map(\.permitted)),
        .init(name: "refused", colour: "b", counts: report.weeks.map(\.denied)),
      ])
    return section(
      "Accesses",
      "\(ReportWords.count(report.permitted)) permitted and \(ReportWords.count(report.denied)) refused, by week.",
      "<figure>\(chart.html)</figure>\(figures)")
  }

  /// What the lines are drawn from.
  private var figures: HTML {
    let rows = report.weeks.map { week in
      [week.day] + [week.permitted, week.denied, week.given, week.withdrawn].map(ReportWords.count)
    }
    return """
      <details><summary>Figures by week</summary>\
      \(table(["Week from", "Permitted", "Refused", "Yes", "No"], rows))</details>
      """
  }

  private var reasons: HTML {
    let text =
      "A refusal has all of its reasons, so that they may add up to more than the refusals."
    guard !report.reasons.isEmpty else {
      return section("Why data was refused", text, none("Nothing was refused."))
    }
    let chart = BarChart(
      label: "Refusals by reason", parts: [.init(name: "refusals", colour: "b")],
      bars: report.reasons.map { .init(name: $0.code, counts: [$0.count]) })
    let forgotten = report.forgottenDenials
    let rest: HTML =
      forgotten == 0
      ? ""
      : none(
        "The reasons of \(ReportWords.count(forgotten)) more are gone with persons who were erased."
      )
    return section(
      "Why data was refused", text, "<figure>\(chart.html)</figure>\(rest)")
  }

  private var uses: HTML {
    let text = "The lawful basis that the policy declared for the purpose."
    guard !report.uses.isEmpty else {
      return section("What uses rested on", text, none("Nothing was used."))
    }
    let chart = BarChart(
      label: "Uses by lawful basis", parts: [.init(name: "uses", colour: "a")],
      bars: report.uses.map { use in
        .init(
          name: ReportWords.name(use.basis), counts: [use.count],
          note:
            "\(ReportWords.count(use.count)), \(ReportWords.share(use.count, of: report.permitted))"
        )
      })
    return section("What uses rested on", text, "<figure>\(chart.html)</figure>")
  }

  // MARK: consents

  private var words: HTML {
    let chart = LineChart(
      label: "Consents given and taken back, by week", days: report.weeks.map(\.day),
      series: [
        .init(name: "said yes", colour: "c", counts: report.weeks.map(\.given)),
        .init(name: "said no", colour: "d", counts: report.weeks.map(\.withdrawn)),
      ])
    return section(
      "What people said", "Consents given or renewed, and withdrawn or refused, by week.",
      "<figure>\(chart.html)</figure>")
  }

  private var ages: HTML {
    let text = "Consents and grounds in force now, by how long ago they began."
    guard !report.ages.isEmpty else {
      return section("How old permissions are", text, none("None is in force."))
    }
    let colours = ["s1", "s2", "s3", "s4", "s5"]
    let chart = BarChart(
      label: "Permissions in force by purpose and age",
      parts: zip(ReportWords.ages, colours).map { .init(name: $0, colour: $1) },
      bars: report.ages.map { .init(name: $0.purpose, counts: $0.counts) })
    return section("How old permissions are", text, "<figure>\(chart.html)</figure>")
  }
}
