import ConsentVaultTesting
import FoundationEssentials
import Glibc

/// The bytes of a vault's files, as they are after everybody has gone.
///
/// The index of the write-ahead log is left out: it belongs to living processes, and the next one
/// makes its own.
struct VaultImage {
  /// A file operation failed; the laboratory cannot go on.
  struct Failure: Error {
    let name: String
    let code: Int32
  }

  /// Every file that a vault has.
  static let names = ["data.db", "data.db-wal", "keyring", "anchor", "lock"]

  /// What each file holds; a file that is missing has no entry.
  var files: [String: [UInt8]] = [:]

  /// An image of nothing.
  init() {}

  /// Reads the files in a directory.
  init(of path: String) throws {
    for name in Self.names {
      guard let data = FileManager.default.contents(atPath: "\(path)/\(name)") else { continue }
      files[name] = Array(data)
    }
  }

  var byteCount: Int { files.values.reduce(0) { $0 + $1.count } }

  /// What a file holds; nothing if it is missing.
  subscript(name: String) -> [UInt8] {
    get { files[name] ?? [] }
    set { files[name] = newValue }
  }

  /// Makes the directory hold exactly this.
  func write(to path: String) throws {
    if unsafe mkdir(path, 0o700) != 0, errno != EEXIST { throw Failure(name: path, code: errno) }
    for name in Self.names { try write(name, to: path) }
    unsafe unlink("\(path)/data.db-shm")
  }

  /// Makes one file of the directory hold what it holds here.
  func write(_ name: String, to path: String) throws {
    let file = "\(path)/\(name)"
    guard let bytes = files[name] else {
      unsafe unlink(file)
      return
    }
    let descriptor = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Failure(name: name, code: errno) }
    defer { close(descriptor) }
    guard ftruncate(descriptor, bytes.count) == 0 else { throw Failure(name: name, code: errno) }
    let written = unsafe bytes.withUnsafeBytes {
      unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0)
    }
    guard written == bytes.count else { throw Failure(name: name, code: errno) }
  }

  /// Writes one byte of a file of the directory.
  static func poke(_ byte: UInt8, at offset: Int, in name: String, of path: String) throws {
    let descriptor = unsafe open("\(path)/\(name)", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw Failure(name: name, code: errno) }
    defer { close(descriptor) }
    var byte = byte
    guard unsafe pwrite(descriptor, &byte, 1, offset) == 1 else {
      throw Failure(name: name, code: errno)
    }
  }
}
