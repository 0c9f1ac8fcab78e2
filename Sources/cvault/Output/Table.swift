/// Rows of cells, aligned by display width; two blanks between columns, nothing behind the last.
struct Table: Hashable, Sendable {
  /// One cell.
  struct Cell: Hashable, Sendable {
    let text: String
    let meaning: Style.Meaning

    /// A cell without colour.
    static func plain(_ text: String) -> Cell { Cell(text: text, meaning: .plain) }
  }

  private let header: [String]
  private let rows: [[Cell]]

  /// A table without a header.
  init(_ rows: [[Cell]]) {
    header = []
    self.rows = rows
  }

  /// A table with a header.
  init(_ header: [String], _ rows: [[Cell]]) {
    self.header = header
    self.rows = rows
  }

  /// A table of texts.
  init(_ header: [String], _ rows: [[String]]) {
    self.init(header, rows.map { $0.map(Cell.plain) })
  }

  /// The lines for a terminal.
  func lines(_ style: Style) -> [String] {
    let all = header.isEmpty ? rows : [header.map { Cell(text: $0, meaning: .heading) }] + rows
    let safe = all.map { row in row.map { Cell(text: SafeText.line($0.text), meaning: $0.meaning) }
    }
    var widths: [Int] = []
    for row in safe {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], DisplayWidth.of(cell.text))
      }
    }
    return safe.map { line($0, widths, style) }
  }

  private func line(_ row: [Cell], _ widths: [Int], _ style: Style) -> String {
    var line = ""
    var owed = 0
    for (column, cell) in row.enumerated() {
      let width = DisplayWidth.of(cell.text)
      if width > 0 {
        // Blanks are written only before a text, so that no line ends in blanks.
        line += String(repeating: " ", count: owed) + style.paint(cell.text, cell.meaning)
        owed = 0
      }
      owed += widths[column] - width + 2
    }
    return line
  }
}
