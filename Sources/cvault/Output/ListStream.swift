import Glibc
import VaultModel

/// A list that is written as it comes, for answers too long to be held; what it writes is what an answer
/// with the whole list would be.
struct ListStream {
  private let format: OutputFormat
  private let header: [String]
  private var waiting: [UInt8] = []
  private var count = 0

  private static let size = 64 << 10

  /// Begins a list of objects with these members, in the format asked for.
  ///
  /// - Precondition: the format is not a table, whose columns are as wide as the widest cell.
  init(_ format: OutputFormat, members: [String]) {
    precondition(format != .table, "a table cannot be written as it comes")
    self.format = format
    header = members
    if format == .json { waiting.append(UInt8(ascii: "[")) }
  }

  /// Adds an item.
  mutating func add(_ item: JSONValue) throws {
    switch format {
    case .json:
      if count > 0 { waiting.append(UInt8(ascii: ",")) }
      waiting += item.encoded
    case .ndjson: waiting += item.encoded + [10]
    case .csv, .table:
      let lines = CSVText.encoded(item)
      // Every item has the same header; the first tells it.
      waiting += count == 0 ? lines : Array(lines.dropFirst(CSVText.record(header).count))
    }
    count += 1
    if waiting.count >= Self.size { try flush() }
  }

  /// Ends the list.
  mutating func finish() throws {
    if format == .json { waiting += [UInt8(ascii: "]"), 10] }
    try flush()
  }

  private mutating func flush() throws {
    try FileOutput.write(waiting, to: STDOUT_FILENO)
    waiting.removeAll(keepingCapacity: true)
  }
}
