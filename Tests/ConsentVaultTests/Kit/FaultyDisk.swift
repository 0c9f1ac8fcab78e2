import CSQLite
import Synchronization

/// A disk that fails where a test says, beneath SQLite and the page encryption, for the files of one vault.
///
/// SQLite's VFS for this system is a table of C functions. Its `open` is replaced, once for the process,
/// by one that gives every file a copy of its own table of functions with some of them replaced. Only files
/// opened after ``install()`` are reached; a vault nobody has a plan for notices nothing.
enum FaultyDisk {
  /// The calls that can fail.
  enum Call: Int32, CaseIterable, Sendable {
    case read, write, sync, truncate, size, lock, mapIndex, lockIndex, open

    /// The extended result code of its failure (sqlite.org/rescode.html).
    var code: Int32 {
      switch self {
      case .read: SQLITE_IOERR | 1 << 8
      case .write: SQLITE_IOERR | 3 << 8
      case .sync: SQLITE_IOERR | 4 << 8
      case .truncate: SQLITE_IOERR | 6 << 8
      case .size: SQLITE_IOERR | 7 << 8
      case .lock: SQLITE_IOERR | 15 << 8
      case .mapIndex: SQLITE_IOERR | 21 << 8
      case .lockIndex: SQLITE_IOERR | 20 << 8
      case .open: SQLITE_CANTOPEN
      }
    }
  }

  /// What fails: calls of one kind on files whose path begins so, after some that succeed.
  private struct Plan {
    let call: Call
    let code: Int32
    var passing: Int
    let isForGood: Bool
    var failures = 0
  }

  private struct OpenFile {
    let path: String
    let methods: UInt
  }

  private struct State {
    var files: [UInt: OpenFile] = [:]
    var plans: [String: Plan] = [:]
  }

  private static let state = Mutex(State())
  private typealias Open =
    @convention(c) (
      UnsafeMutablePointer<sqlite3_vfs>?, sqlite3_filename?, UnsafeMutablePointer<sqlite3_file>?,
      Int32, UnsafeMutablePointer<Int32>?
    ) -> Int32

  // MARK: for tests

  /// Makes the disk of every file that is opened from now on one that can fail.
  static func install() { _ = unsafe original }

  /// Runs `body` while calls fail, and says how many did.
  ///
  /// `passing` such calls, on files whose paths begin with `path`, still succeed; then the next one fails,
  /// or every later one. `code` is the result code, if it is not the usual one.
  static func failing(
    _ call: Call, of path: String, after passing: Int, isForGood: Bool, code: Int32? = nil,
    _ body: () async throws -> Void
  ) async rethrows -> Int {
    state.withLock {
      $0.plans[path] = Plan(
        call: call, code: code ?? call.code, passing: passing, isForGood: isForGood)
    }
    func end() -> Int { state.withLock { $0.plans.removeValue(forKey: path)?.failures ?? 0 } }
    do { try await body() } catch {
      _ = end()
      throw error
    }
    return end()
  }

  // MARK: the replaced functions

  /// The answer to a call: a failure, or nil where the true function shall answer.
  private static func failure(_ call: Call, _ path: String) -> Int32? {
    state.withLock { state in
      for (prefix, plan) in state.plans where plan.call == call && path.hasPrefix(prefix) {
        guard plan.passing == 0 else {
          state.plans[prefix]?.passing -= 1
          continue
        }
        guard plan.isForGood || plan.failures == 0 else { continue }
        state.plans[prefix]?.failures += 1
        return plan.code
      }
      return nil
    }
  }

  private static func failure(_ call: Call, _ file: UnsafeMutablePointer<sqlite3_file>?) -> Int32? {
    guard let open = unsafe opened(file) else { return SQLITE_MISUSE }
    return failure(call, open.path)
  }

  private static func opened(_ file: UnsafeMutablePointer<sqlite3_file>?) -> OpenFile? {
    let key = UInt(bitPattern: file)
    return state.withLock { $0.files[key] }
  }

  /// The functions that the file came with; they are never freed.
  private static func methods(
    _ file: UnsafeMutablePointer<sqlite3_file>?
  ) -> sqlite3_io_methods? {
    guard let open = unsafe opened(file) else { return nil }
    return unsafe UnsafePointer<sqlite3_io_methods>(bitPattern: open.methods)?.pointee
  }

  /// The true `open`; the first look at it puts ours in its place.
  private static let original: Open? = {
    guard let vfs = unsafe sqlite3_vfs_find(nil) else { return nil }
    let original = unsafe vfs.pointee.xOpen
    unsafe vfs.pointee.xOpen = { vfs, name, file, flags, out in
      let path = unsafe name.map { unsafe String(cString: $0) } ?? ""
      if let code = FaultyDisk.failure(.open, path) {
        unsafe file?.pointee.pMethods = nil
        return code
      }
      let result = unsafe FaultyDisk.original?(vfs, name, file, flags, out) ?? SQLITE_MISUSE
      if result == SQLITE_OK { unsafe FaultyDisk.wrap(file, path) }
      return result
    }
    return unsafe original
  }()

  private static func wrap(_ file: UnsafeMutablePointer<sqlite3_file>?, _ path: String) {
    guard let file = unsafe file, let methods = unsafe file.pointee.pMethods else { return }
    let key = UInt(bitPattern: file)
    let open = OpenFile(path: path, methods: UInt(bitPattern: methods))
    state.withLock { $0.files[key] = open }
    // One table for each open file, given back when it is closed.
    let copy = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    unsafe copy.initialize(to: replaced(methods.pointee))
    unsafe file.pointee.pMethods = unsafe UnsafePointer(copy)
  }

  private static func replaced(_ methods: sqlite3_io_methods) -> sqlite3_io_methods {
    var methods = methods
    unsafe methods.xRead = { file, out, count, offset in
      if let code = unsafe FaultyDisk.failure(.read, file) { return code }
      return unsafe FaultyDisk.methods(file)?.xRead(file, out, count, offset) ?? SQLITE_MISUSE
    }
    unsafe methods.xWrite = { file, bytes, count, offset in
      if let code = unsafe FaultyDisk.failure(.write, file) { return code }
      return unsafe FaultyDisk.methods(file)?.xWrite(file, bytes, count, offset) ?? SQLITE_MISUSE
    }
    unsafe methods.xSync = { file, flags in
      if let code = unsafe FaultyDisk.failure(.sync, file) { return code }
      return unsafe FaultyDisk.methods(file)?.xSync(file, flags) ?? SQLITE_MISUSE
    }
    unsafe methods.xTruncate = { file, size in
      if let code = unsafe FaultyDisk.failure(.truncate, file) { return code }
      return unsafe FaultyDisk.methods(file)?.xTruncate(file, size) ?? SQLITE_MISUSE
    }
    unsafe methods.xFileSize = { file, size in
      if let code = unsafe FaultyDisk.failure(.size, file) { return code }
      return unsafe FaultyDisk.methods(file)?.xFileSize(file, size) ?? SQLITE_MISUSE
    }
    unsafe methods.xLock = { file, level in
      if let code = unsafe FaultyDisk.failure(.lock, file) { return code }
      return unsafe FaultyDisk.methods(file)?.xLock(file, level) ?? SQLITE_MISUSE
    }
    unsafe methods.xShmMap = { file, region, size, extend, out in
      if let code = unsafe FaultyDisk.failure(.mapIndex, file) { return code }
      return unsafe FaultyDisk.methods(file)?.xShmMap(file, region, size, extend, out)
        ?? SQLITE_MISUSE
    }
    unsafe methods.xShmLock = { file, offset, count, flags in
      // Giving a lock back does not fail, and SQLite does not look.
      let isTaken = flags & SQLITE_SHM_LOCK != 0
      if isTaken, let code = unsafe FaultyDisk.failure(.lockIndex, file) { return code }
      return unsafe FaultyDisk.methods(file)?.xShmLock(file, offset, count, flags)
        ?? SQLITE_MISUSE
    }
    unsafe methods.xClose = { file in
      let methods = unsafe FaultyDisk.methods(file)
      let copy = unsafe file?.pointee.pMethods
      let key = UInt(bitPattern: file)
      FaultyDisk.state.withLock { _ = $0.files.removeValue(forKey: key) }
      let result = unsafe methods?.xClose(file) ?? SQLITE_MISUSE
      unsafe UnsafeMutablePointer(mutating: copy)?.deallocate()
      return result
    }
    return methods
  }
}
