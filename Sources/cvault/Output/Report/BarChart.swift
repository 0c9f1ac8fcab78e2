/// Horizontal bars, one under the other, each of one part or several.
struct BarChart {
  /// A part of every bar.
  struct Part {
    let name: String
    /// The class of its colour.
    let colour: String
  }

  /// One bar: its name and a count for each part.
  struct Bar {
    let name: String
    let counts: [Int]
    /// What stands behind it; the sum if it is nil.
    var note: String?

    var total: Int { counts.reduce(0, +) }
  }

  private static let (left, width, pitch, thickness) = (232, 380, 30, 18)
  /// As many letters as there is room for before the bars.
  private static let longestName = 32

  /// What the chart is of, for those who do not see it.
  let label: String
  let parts: [Part]
  let bars: [Bar]

  /// The drawing, 720 wide, with a legend over it where bars have several parts.
  var html: HTML {
    let height = bars.count * Self.pitch + 4
    let rows: [HTML] = bars.enumerated().map { row($0.element, at: $0.offset * Self.pitch + 4) }
    return """
      \(parts.count > 1 ? legend : "")<svg viewBox="0 0 720 \(height)" role="img" \
      aria-label="\(label)">\(rows)</svg>
      """
  }

  private var longest: Int { max(1, bars.map(\.total).max() ?? 1) }

  private var legend: HTML {
    let items: [HTML] = parts.map { "<li><i class=\"\($0.colour)\"></i>\($0.name)</li>" }
    return "<ul class=\"legend\">\(items)</ul>"
  }

  private func row(_ bar: Bar, at y: Int) -> HTML {
    var x = Self.left
    var pieces: [HTML] = []
    for (part, count) in zip(parts, bar.counts) where count > 0 {
      // Something is never drawn as nothing.
      let width = max(1, count * Self.width / longest)
      pieces.append(
        """
        <rect class="bar \(part.colour)" x="\(x)" y="\(y)" width="\(width)" \
        height="\(Self.thickness)"><title>\(bar.name), \(part.name): \
        \(ReportWords.count(count))</title></rect>
        """)
      x += width
    }
    let base = y + Self.thickness - 5
    return """
      <text class="end" x="\(Self.left - 10)" y="\(base)">\(clipped(bar.name))</text>\(pieces)\
      <text class="figure" x="\(x + 8)" y="\(base)">\(bar.note ?? ReportWords.count(bar.total))</text>
      """
  }

  private func clipped(_ name: String) -> String {
    name.count > Self.longestName ? "\(name.prefix(Self.longestName - 1))…" : name
  }
}
