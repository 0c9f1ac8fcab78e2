/// Counts over weeks, a line for each series; the figures are in the table below it.
struct LineChart {
  /// One line.
  struct Series {
    let name: String
    /// The class of its colour.
    let colour: String
    let counts: [Int]
  }

  private static let (left, top, width, height) = (48, 14, 560, 190)

  /// What the chart is of, for those who do not see it.
  let label: String
  /// The first day of each week.
  let days: [String]
  let series: [Series]

  private var scale: ChartScale {
    ChartScale(holding: series.flatMap(\.counts).max() ?? 0)
  }

  /// The drawing, 720 by 236.
  var html: HTML {
    let end = Self.left + Self.width
    let grid: [HTML] = scale.marks.map { mark in
      let y = y(mark)
      return """
        <line class="grid" x1="\(Self.left)" x2="\(end)" y1="\(y)" y2="\(y)"/>\
        <text class="soft end" x="\(Self.left - 8)" y="\(y + 4)">\(ReportWords.count(mark))</text>
        """
    }
    return """
      <svg viewBox="0 0 720 236" role="img" aria-label="\(label)">\(grid)\
      \(dates)\
      \(series.map(line))\(names)</svg>
      """
  }

  /// The first day of about every fourth part of the weeks.
  private var dates: [HTML] {
    let pace = max(1, (days.count + 3) / 5)
    return stride(from: 0, to: days.count, by: pace).map { week in
      """
      <text class="soft middle" x="\(x(week))" y="\(Self.top + Self.height + 22)">\(days[week])</text>
      """
    }
  }

  private func line(_ series: Series) -> HTML {
    let points = series.counts.enumerated().map { "\(x($0.offset)),\(y($0.element))" }
    let dots: [HTML] = series.counts.enumerated().map { week, count in
      """
      <circle class="dot \(series.colour)" cx="\(x(week))" cy="\(y(count))" r="3">\
      <title>\(days[week]): \(ReportWords.count(count)) \(series.name)</title></circle>
      """
    }
    return """
      <polyline class="line \(series.colour)" points="\(points.joined(separator: " "))"/>\(dots)
      """
  }

  /// Each line's name at its end; names that would touch are moved apart.
  private var names: [HTML] {
    var lowest = -100
    let ends = series.map { ($0, y($0.counts.last ?? 0)) }.sorted { $0.1 < $1.1 }
    return ends.map { series, end in
      lowest = max(end, lowest + 17)
      return """
        <text class="name \(series.colour)" x="\(Self.left + Self.width + 10)" y="\(lowest + 4)">\
        \(series.name)</text>
        """
    }
  }

  private func x(_ week: Int) -> Int {
    days.count > 1
      ? Self.left + week * Self.width / (days.count - 1) : Self.left + Self.width / 2
  }

  private func y(_ count: Int) -> Int {
    Self.top + Self.height - scale.length(of: count, along: Self.height)
  }
}
