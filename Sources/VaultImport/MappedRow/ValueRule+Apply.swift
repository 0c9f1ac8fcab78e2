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
    let (bytes, separator) = (Array(text.utf8), Array(separator.utf8))
    var pieces: [String] = []
    var start = 0
    while start <= bytes.count {
      let end = bytes.firstPosition(of: separator, from: start) ?? bytes.count
      // Still valid UTF-8: a separator that is text begins and ends where characters do.
      let piece = row.trimmed(String(decoding: bytes[start..<end], as: UTF8.self), as: reference)
      start = end + separator.count
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

extension [UInt8] {
  /// Where `part`, which is not empty, first stands at or after `start`.
  ///
  /// The standard library's search resolves generic metadata at each call, half of a row's time.
  fileprivate func firstPosition(of part: [UInt8], from start: Int) -> Int? {
    var position = start
    while position + part.count <= count {
      if self[position] == part[0], self[position..<position + part.count].elementsEqual(part) {
        return position
      }
      position += 1
    }
    return nil
  }
}
