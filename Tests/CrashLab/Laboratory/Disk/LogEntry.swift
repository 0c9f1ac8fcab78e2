import CFaults

/// What was done to a file below the watched directory.
enum LogEntry {
  /// A file that was there before is opened for the first time.
  case existing(file: Int, name: String)
  case create(file: Int, name: String)
  case makeDirectory(name: String)
  case write(file: Int, offset: Int, bytes: [UInt8])
  case truncate(file: Int, length: Int)
  case sync(file: Int)
  case syncDirectory(file: Int)
  case remove(name: String)
  case rename(name: String, to: String)
  case mark(UInt64)

  /// Takes the finished recording out of the fault layer.
  static func recording() -> [LogEntry] {
    (0..<cfl_length()).compactMap { unsafe LogEntry(cfl_entry_at($0)) }
  }

  @unsafe private init?(_ entry: cfl_entry) {
    let name = unsafe String(cString: entry.name)
    // The bytes live until the next recording; they are copied here.
    let bytes = unsafe UnsafeBufferPointer(start: entry.bytes, count: Int(entry.length))
    let file = unsafe Int(entry.file)
    let offset = unsafe entry.offset
    switch unsafe cfl_operation(UInt32(entry.operation)) {
    case CFL_LOG_EXISTING: self = .existing(file: file, name: name)
    case CFL_LOG_CREATE: self = .create(file: file, name: name)
    case CFL_LOG_DIRECTORY: self = .makeDirectory(name: name)
    case CFL_LOG_WRITE: self = unsafe .write(file: file, offset: Int(offset), bytes: Array(bytes))
    case CFL_LOG_TRUNCATE: self = .truncate(file: file, length: Int(offset))
    case CFL_LOG_SYNC: self = .sync(file: file)
    case CFL_LOG_SYNC_DIRECTORY: self = .syncDirectory(file: file)
    case CFL_LOG_REMOVE: self = .remove(name: name)
    case CFL_LOG_RENAME:
      self = unsafe .rename(name: name, to: String(decoding: bytes.dropLast(), as: UTF8.self))
    case CFL_LOG_MARK: self = .mark(offset)
    default: return nil
    }
  }
}

extension LogEntry {
  /// The entry without its bytes.
  var summary: String {
    switch self {
    case .existing(let file, let name): "file \(file): \(name), there before"
    case .create(let file, let name): "file \(file): \(name), new"
    case .makeDirectory(let name): "directory \(name)"
    case .write(let file, let offset, let bytes): "file \(file): \(bytes.count) B at \(offset)"
    case .truncate(let file, let length): "file \(file): length \(length)"
    case .sync(let file): "file \(file): sync"
    case .syncDirectory(let file): "file \(file): sync of a directory"
    case .remove(let name): "remove \(name)"
    case .rename(let name, let new): "rename \(name) to \(new)"
    case .mark(let number): "step \(number / 2) \(number % 2 == 0 ? "begins" : "is acknowledged")"
    }
  }
}
