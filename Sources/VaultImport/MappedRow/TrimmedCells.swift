import VaultModel

/// The cells of a row as the map asks for them: trimmed where it says so, and of the right kind.
struct TrimmedCells {
  private let cells: Cells
  private let trim: Bool

  init(_ cells: Cells, trim: Bool) {
    self.cells = cells
    self.trim = trim
  }

  /// The cell; blank if trimming leaves nothing, and without the blank elements of a list.
  func cell(_ reference: ColumnReference) throws(RowRejection) -> Cell {
    guard let cell = cells[column: reference.column] else {
      throw RowRejection(
        .columnMissing, "the input has no column `\(reference.column)`", column: reference.column)
    }
    switch cell {
    case .blank: return .blank
    case .text(let text):
      let text = trimmed(text, as: reference)
      return text.isEmpty ? .blank : .text(text)
    case .list(let texts):
      let texts = texts.map { trimmed($0, as: reference) }.filter { !$0.isEmpty }
      return texts.isEmpty ? .blank : .list(texts)
    }
  }

  /// The text of a cell that holds one; nil if it is blank.
  func text(_ reference: ColumnReference) throws(RowRejection) -> String? {
    switch try cell(reference) {
    case .blank: return nil
    case .text(let text): return text
    case .list:
      throw RowRejection(
        .listNotAllowed, "column `\(reference.column)` holds a list where one text is needed",
        column: reference.column)
    }
  }

  /// The text of a source; nil if its cell is blank.
  func text(_ source: TextSource) throws(RowRejection) -> String? {
    switch source {
    case .constant(let text): text
    case .column(let reference): try text(reference)
    }
  }

  /// The time of a source; nil if its cell is blank.
  func time(_ source: RowTime) throws(RowRejection) -> Timestamp? {
    switch source {
    case .constant(let time): return time
    case .column(let reference):
      guard let text = try text(reference) else { return nil }
      guard let time = Timestamp(text) else {
        throw RowRejection(
          .timeInvalid,
          "column `\(reference.column)` does not hold a time such as `2026-03-01T09:30:00Z`",
          column: reference.column)
      }
      return time
    }
  }

  /// `text` as the reference wants it.
  func trimmed(_ text: String, as reference: ColumnReference) -> String {
    guard reference.trim ?? trim else { return text }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }
}

extension RowTime {
  /// The column's name, if it is one.
  var column: String? {
    guard case .column(let reference) = self else { return nil }
    return reference.column
  }
}
