/// The rules for the record that names the columns.
enum CSVHeader {
  /// The names in the record that `scanner` found at the front of `window`.
  ///
  /// Faults are told by position: without a header row, the first row holds a person's data.
  static func names(of scanner: CSVScanner, in window: borrowing ByteWindow)
    throws(ImportFileError) -> [String]
  {
    guard scanner.cellCount <= ImportLimits.columns else {
      throw ImportFileError(
        .columnsTooMany, line: scanner.line,
        "the header has more than \(ImportLimits.columns) columns")
    }
    guard !scanner.isTooLong, scanner.longCell == nil else {
      throw ImportFileError(.headerInvalid, line: scanner.line, "the header is too long")
    }
    let row = window.bytes(scanner.contentEnd)
    guard !scanner.hasNUL, row.isUTF8 else {
      throw ImportFileError(
        .headerInvalid, line: scanner.line, "the header is not valid UTF-8 text",
        hint: "save the file as UTF-8")
    }
    var names: [String] = []
    var positions: [String: Int] = [:]
    for (index, bounds) in scanner.cells.enumerated() {
      guard case .text(let name) = bounds.cell(in: row) else {
        throw ImportFileError(
          .headerNameEmpty, line: scanner.line, "column \(index + 1) of the header has no name")
      }
      if let first = positions.updateValue(index, forKey: name) {
        throw ImportFileError(
          .headerNameTwice, line: scanner.line,
          "columns \(first + 1) and \(index + 1) of the header have the same name")
      }
      names.append(name)
    }
    return names
  }
}
