/// The state machine that finds where one CSV record and its cells end (RFC 4180, section 2).
///
/// It can stop after any byte and go on with the next chunk. A fault that leaves it uncertain where
/// the next record begins is thrown: guessing would put one person's consent on another's row.
struct CSVScanner {
  private enum State {
    case cellStart, plain, quoted, afterQuote, afterReturn
  }

  private var state = State.cellStart
  private var cellStart = 0
  private var cellEnd = 0
  private var escapes = 0
  private var quoteLine = 0
  private let capacity: Int

  /// How many bytes of the record are scanned, counted from the window's start.
  private(set) var offset = 0
  /// Whether bytes of the record were scanned and dropped before that; see ``drop()``.
  private(set) var isDropped = false
  /// One past the record's last byte before its line end, when it has ended.
  private(set) var contentEnd = 0
  /// The cells so far, at most as many as the scanner was made for.
  private(set) var cells: [CSVCellBounds] = []
  /// How many cells there are, also those that are not in `cells`.
  private(set) var cellCount = 0
  /// The first cell, from 0, that is longer than ``ImportLimits/cell``.
  private(set) var longCell: Int?
  /// All bytes of the record, joined by "or"; below 0x80 means ASCII.
  private(set) var seen: UInt8 = 0
  /// Whether the record holds a NUL byte.
  private(set) var hasNUL = false
  /// The physical line where the record begins.
  let line: Int
  /// The physical line that the next byte is on; only LF ends a line.
  private(set) var nextLine: Int

  /// Begins a record on `line`; keeps the bounds of at most `capacity` cells.
  init(line: Int, capacity: Int) {
    self.line = line
    nextLine = line
    self.capacity = capacity
    cells.reserveCapacity(capacity)
  }

  /// Whether no byte of the record has been seen.
  var isUntouched: Bool { offset == 0 && !isDropped }

  /// Scans on in `bytes`, which begin where the record does or where it was last dropped.
  ///
  /// - Returns: whether the record has ended; `offset` is then behind its line end.
  mutating func scan(_ bytes: Span<UInt8>) throws(ImportFileError) -> Bool {
    while offset < bytes.count {
      switch state {
      case .cellStart: beginCell(bytes[offset])
      case .plain: if try scanPlain(bytes) { return true }
      case .quoted: scanQuoted(bytes)
      case .afterQuote: if try scanAfterQuote(bytes[offset]) { return true }
      case .afterReturn:
        guard bytes[offset] == UInt8(ascii: "\n") else { throw loneReturn }
        endLine()
        return true
      }
    }
    return false
  }

  /// Ends the record at the end of the input.
  ///
  /// - Returns: false if there is no record, because no byte came.
  mutating func finish() throws(ImportFileError) -> Bool {
    guard !isUntouched else { return false }
    switch state {
    case .cellStart:
      cellStart = offset
      addCell(endingAt: offset)
    case .plain: addCell(endingAt: offset)
    case .afterQuote: addCell(endingAt: cellEnd)
    case .afterReturn: throw loneReturn
    case .quoted:
      throw ImportFileError(
        .quoteUnterminated, line: quoteLine, "a quoted cell is open at the end of the input",
        hint: "close the quote that begins on this line, or double it if it is part of the text")
    }
    contentEnd = offset
    return true
  }

  /// Forgets the bytes scanned so far, because the record is too long to keep.
  mutating func drop() {
    isDropped = true
    offset = 0
    cells.removeAll()
  }

  private mutating func beginCell(_ byte: UInt8) {
    escapes = 0
    guard byte == UInt8(ascii: "\"") else {
      cellStart = offset
      state = .plain
      return
    }
    offset += 1
    cellStart = offset
    quoteLine = nextLine
    state = .quoted
  }

  private mutating func scanPlain(_ bytes: Span<UInt8>) throws(ImportFileError) -> Bool {
    // Locals, so that the loop runs in registers. All bytes that mean something are <= ",".
    var position = offset
    var seen = seen
    while position < bytes.count {
      let byte = bytes[position]
      seen |= byte
      if byte <= UInt8(ascii: ",") {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
          (offset, self.seen) = (position, seen)
          addCell(endingAt: position)
          return endCell(with: byte)
        case UInt8(ascii: "\""): throw quoteInCell
        case 0: hasNUL = true
        default: break
        }
      }
      position += 1
    }
    (offset, self.seen) = (position, seen)
    return false
  }

  private mutating func scanQuoted(_ bytes: Span<UInt8>) {
    var position = offset
    var seen = seen
    loop: while position < bytes.count {
      let byte = bytes[position]
      seen |= byte
      if byte <= UInt8(ascii: "\"") {
        switch byte {
        case UInt8(ascii: "\""):
          cellEnd = position
          state = .afterQuote
          position += 1
          break loop
        case UInt8(ascii: "\n"): nextLine += 1
        case 0: hasNUL = true
        default: break
        }
      }
      position += 1
    }
    (offset, self.seen) = (position, seen)
  }

  private mutating func scanAfterQuote(_ byte: UInt8) throws(ImportFileError) -> Bool {
    switch byte {
    case UInt8(ascii: "\""):
      escapes += 1
      offset += 1
      state = .quoted
      return false
    case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      addCell(endingAt: cellEnd)
      return endCell(with: byte)
    default:
      throw ImportFileError(
        .quoteTrailingText, line: nextLine, "there is text between a closing quote and the comma",
        hint: "double each quote inside a quoted cell")
    }
  }

  /// Takes the comma, LF or CR at `offset`.
  private mutating func endCell(with byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","):
      offset += 1
      state = .cellStart
      return false
    case UInt8(ascii: "\r"):
      contentEnd = offset
      offset += 1
      state = .afterReturn
      return false
    default:
      contentEnd = offset
      endLine()
      return true
    }
  }

  private mutating func endLine() {
    offset += 1
    nextLine += 1
  }

  private mutating func addCell(endingAt end: Int) {
    let length = end - cellStart - escapes
    if length > ImportLimits.cell, longCell == nil { longCell = cellCount }
    // A dropped record's offsets mean nothing any more, and it may be longer than Int32 holds.
    if cellCount < capacity, !isDropped {
      cells.append(
        CSVCellBounds(start: Int32(cellStart), end: Int32(end), escapes: Int32(escapes)))
    }
    cellCount += 1
  }

  private var loneReturn: ImportFileError {
    ImportFileError(
      .lineEndInvalid, line: nextLine, "a carriage return stands alone, outside quotes",
      hint: "end lines with LF or CRLF")
  }

  private var quoteInCell: ImportFileError {
    ImportFileError(
      .quoteInCell, line: nextLine, "a quote stands inside a cell that is not quoted",
      hint: "quote the whole cell and double the quotes inside it")
  }
}
