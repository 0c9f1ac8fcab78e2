/// Reads one JSON object a line (RFC 8259), in memory that does not grow with the input.
///
/// Keys are the names of columns. Values are strings, numbers (kept as written), `true`, `false`,
/// `null` (blank) and arrays of strings. Lines end with LF or CRLF; lines of white space are
/// skipped. A line never reaches into the next, so every fault rejects one line only.
package struct NDJSONReader: ~Copyable, RowReader {
  private var window: ByteWindow
  private let columns: ColumnIndex
  private var seen: [Bool]
  private var line = 1
  private var failure: ImportFileError?

  /// Begins to read.
  ///
  /// - Parameters:
  ///   - source: the input.
  ///   - columns: the keys to keep, as ``ImportMap/columns`` names them; other keys are checked and
  ///     dropped, and a key that a line does not have is blank.
  /// - Throws: if the input cannot be read.
  package init(_ source: consuming ByteSource, columns: [String]) throws(ImportFileError) {
    var window = ByteWindow(source)
    try window.skipByteOrderMark()
    self.window = window
    self.columns = ColumnIndex(columns)
    seen = Array(repeating: false, count: columns.count)
  }

  /// The columns that were asked for.
  package var header: [String] { columns.names }

  /// The columns that no line has had so far; at the end of the input, likely misspelt.
  package var unseen: [String] { zip(header, seen).filter { !$0.1 }.map(\.0) }

  /// The next line that is not blank, well-formed or rejected; nil at the end of the input.
  ///
  /// - Throws: if the input cannot be read; again at each later call.
  package mutating func next() throws(ImportFileError) -> InputRow? {
    if let failure { throw failure }
    do {
      while let found = try window.nextLine() {
        defer { line += 1 }
        guard case .whole(let raw) = found else {
          let fault = RowRejection(
            .rowTooLong, "the line is longer than \(ImportLimits.row) bytes")
          return InputRow(line: line, raw: nil, result: .failure(fault))
        }
        if raw.allSatisfy(JSONLine.isWhitespace) { continue }
        return InputRow(line: line, raw: raw, result: parse(raw))
      }
      return nil
    } catch {
      failure = error
      throw error
    }
  }

  private mutating func parse(_ raw: [UInt8]) -> Result<Cells, RowRejection> {
    guard raw.isUTF8 else {
      return .failure(RowRejection(.utf8Invalid, "the line is not valid UTF-8"))
    }
    var parser = JSONLine(raw, columns: columns)
    do {
      let cells = try parser.object()
      for (position, isPresent) in parser.present.enumerated() where isPresent {
        seen[position] = true
      }
      return .success(Cells(columns: columns, cells: cells))
    } catch {
      return .failure(error)
    }
  }
}

/// A line of an input, without its end.
private enum InputLine {
  case whole([UInt8])
  /// Longer than ``ImportLimits/row``, and dropped.
  case tooLong
}

extension ByteWindow {
  /// Takes the line at the front.
  ///
  /// - Returns: nil at the end of the input.
  fileprivate mutating func nextLine() throws(ImportFileError) -> InputLine? {
    var offset = 0
    var isDropped = false
    while true {
      if let end = lineFeed(from: offset) { return takeLine(end, isDropped, lineEnd: 1) }
      offset = count
      // Two bytes more than a line may have, for its CR and for certainty.
      if offset > ImportLimits.row + 2 {
        consume(offset)
        offset = 0
        isDropped = true
      }
      if try !extend() {
        guard offset > 0 || isDropped else { return nil }
        return takeLine(offset, isDropped, lineEnd: 0)
      }
    }
  }

  private func lineFeed(from offset: Int) -> Int? {
    let bytes = storage.span
    var position = start + offset
    while position < end {
      if bytes[position] == UInt8(ascii: "\n") { return position - start }
      position += 1
    }
    return nil
  }

  private mutating func takeLine(_ length: Int, _ isDropped: Bool, lineEnd: Int) -> InputLine {
    let hasReturn = length > 0 && storage[start + length - 1] == UInt8(ascii: "\r")
    let content = hasReturn ? length - 1 : length
    let line = isDropped || content > ImportLimits.row ? InputLine.tooLong : .whole(bytes(content))
    consume(length + lineEnd)
    return line
  }
}
