/// Reads RFC 4180 strictly, row by row, in memory that does not grow with the input.
///
/// The first record names the columns. LF and CRLF end a record outside quotes; cells are not
/// trimmed; an empty line is a record of one empty cell. A UTF-8 byte order mark is dropped at the
/// start of the input and is text elsewhere.
package struct CSVReader: ~Copyable, RowReader {
  private var window: ByteWindow
  private let columns: ColumnIndex
  private var line: Int
  private var failure: ImportFileError?

  /// Reads the header.
  ///
  /// - Throws: if there is none, or if it has an empty name, one name twice, more than
  ///   ``ImportLimits/columns`` names, or bytes that are no text.
  package init(_ source: consuming ByteSource) throws(ImportFileError) {
    var window = ByteWindow(source)
    try window.skipByteOrderMark()
    var scanner = CSVScanner(line: 1, capacity: ImportLimits.columns)
    guard try window.scanRecord(&scanner) else {
      throw ImportFileError(
        .headerMissing, line: 1, "the input is empty",
        hint: "the first line names the columns")
    }
    columns = ColumnIndex(try CSVHeader.names(of: scanner, in: window))
    window.consume(scanner.offset)
    line = scanner.nextLine
    self.window = window
  }

  /// The names of the columns, distinct and not empty.
  package var header: [String] { columns.names }

  /// The next row, well-formed or rejected; nil at the end of the input.
  ///
  /// - Throws: if quotes or line ends leave it uncertain where the next row begins, or if the input
  ///   cannot be read; again at each later call.
  package mutating func next() throws(ImportFileError) -> InputRow? {
    if let failure { throw failure }
    do {
      return try read()
    } catch {
      failure = error
      throw error
    }
  }

  private mutating func read() throws(ImportFileError) -> InputRow? {
    var scanner = CSVScanner(line: line, capacity: header.count)
    guard try window.scanRecord(&scanner) else { return nil }
    let fault = fault(of: scanner)
    let raw = fault?.code == .rowTooLong ? nil : window.bytes(scanner.contentEnd)
    window.consume(scanner.offset)
    line = scanner.nextLine
    return InputRow(line: scanner.line, raw: raw, result: result(scanner, raw: raw, fault: fault))
  }

  private func result(_ scanner: CSVScanner, raw: [UInt8]?, fault: RowRejection?)
    -> Result<Cells, RowRejection>
  {
    if let fault { return .failure(fault) }
    guard let raw, scanner.seen < 0x80 || raw.isUTF8 else {
      return .failure(RowRejection(.utf8Invalid, "the row is not valid UTF-8"))
    }
    return .success(Cells(columns: columns, row: raw, bounds: scanner.cells))
  }

  /// What is wrong with the record as the scanner saw it, most basic first.
  private func fault(of scanner: CSVScanner) -> RowRejection? {
    if scanner.isTooLong {
      return RowRejection(.rowTooLong, "the row is longer than \(ImportLimits.row) bytes")
    }
    if scanner.hasNUL { return RowRejection(.nulByte, "the row holds a NUL byte") }
    if scanner.cellCount != header.count {
      return RowRejection(
        .columnCount, "the row has \(scanner.cellCount) cells, the header has \(header.count)")
    }
    if let cell = scanner.longCell {
      return RowRejection(
        .cellTooLong, "the cell is longer than \(ImportLimits.cell) bytes", column: header[cell])
    }
    return nil
  }
}

extension CSVScanner {
  /// Whether the ended record is longer than ``ImportLimits/row``.
  var isTooLong: Bool { isDropped || contentEnd > ImportLimits.row }
}

extension ByteWindow {
  /// Drops a UTF-8 byte order mark (EF BB BF) at the front.
  mutating func skipByteOrderMark() throws(ImportFileError) {
    while count < 3, try extend() {}
    if storage[start..<end].starts(with: [0xEF, 0xBB, 0xBF]) { consume(3) }
  }

  /// Scans to the end of the record that begins at the front, reading on as needed.
  ///
  /// - Returns: false if the input ends here.
  mutating func scanRecord(_ scanner: inout CSVScanner) throws(ImportFileError) -> Bool {
    while true {
      if try scanner.scan(storage.span.extracting(start..<end)) { return true }
      // Two bytes more than a row may have: its line end may be among those that were scanned.
      if scanner.offset > ImportLimits.row + 2 {
        consume(scanner.offset)
        scanner.drop()
      }
      if try !extend() { return try scanner.finish() }
    }
  }

  /// A copy of the first `count` bytes.
  func bytes(_ count: Int) -> [UInt8] { Array(storage[start..<start + count]) }
}

extension [UInt8] {
  /// Whether the bytes are well-formed UTF-8 (Unicode 16, table 3-7).
  var isUTF8: Bool { (try? UTF8Span(validating: span)) != nil }
}
