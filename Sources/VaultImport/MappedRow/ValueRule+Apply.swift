extension ValueRule.Source {
  /// The texts of a row with their keys, none of them empty.
  func texts(in row: TrimmedCells) throws(RowRejection) -> [(key: String, text: String)] {
    switch self {
    case .joined(let references, let separator):
      return try joined(references, separator, in: row).map { [("", $0)] } ?? []
    case .column(let reference, let separator):
      switch try row.cell(reference) {
      case .blank: return []
      case .list(let texts): return try numbered(texts, reference)
      case .text(let text):
        guard let separator, !separator.isEmpty else { return [("", text)] }
        return try numbered(pieces(of: text, separator, in: row, reference), reference)
      }
    }
  }

  /// The texts that are not blank with separators in between; nil if all are blank.
  private func joined(_ references: [ColumnReference], _ separator: String, in row: TrimmedCells)
    throws(RowRejection) -> String?
  {
    var parts: [String] = []
    var length = 0
    for reference in references {
      guard let text = try row.text(reference) else { continue }
      length += text.utf8.count + (parts.isEmpty ? 0 : separator.utf8.count)
      parts.append(text)
    }
    guard length <= ImportLimits.cell else {
      throw RowRejection(
        .valueTooLong, "the joined value is longer than \(ImportLimits.cell) bytes")
    }
    return parts.isEmpty ? nil : parts.joined(separator: separator)
  }

  /// The pieces that are not blank; found by bytes, so that a combining mark hides no separator.
  private func pieces(
    of text: String, _ separator: String, in row: TrimmedCells, _ reference: ColumnReference
  ) throws(RowRejection) -> [String] {
    var pieces: [String] = []
    for piece in text.utf8.split(separator: separator.utf8) {
      let piece = row.trimmed(String(Substring(piece)), as: reference)
      guard !piece.isEmpty else { continue }
      guard pieces.count < ImportLimits.columns else { throw tooMany(reference) }
      pieces.append(piece)
    }
    return pieces
  }

  private func numbered(_ texts: [String], _ reference: ColumnReference)
    throws(RowRejection) -> [(key: String, text: String)]
  {
    guard texts.count <= ImportLimits.columns else { throw tooMany(reference) }
    return texts.enumerated().map { (String($0.offset), $0.element) }
  }

  private func tooMany(_ reference: ColumnReference) -> RowRejection {
    RowRejection(
      .valuesTooMany,
      "column `\(reference.column)` holds more than \(ImportLimits.columns) values",
      column: reference.column)
  }
}
