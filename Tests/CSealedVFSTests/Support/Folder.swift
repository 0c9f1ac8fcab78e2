import CVFSProbes
import FoundationEssentials
import Glibc

/// A folder that goes away with this value.
struct Folder: ~Copyable {
  let path: String
  /// Where a test's database is.
  var database: String { path + "/data.db" }

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appending(path: "sealed-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

struct CannotRead: Error {}

/// The bytes of a file.
///
/// By the system's own calls: `Data(contentsOf:)` leaks where a file is empty or
/// under /proc, which the leak sanitizer tells.
func bytes(of path: String) throws -> [UInt8] {
  let file = unsafe open(path, O_RDONLY)
  guard file >= 0 else { throw CannotRead() }
  defer { close(file) }
  var all: [UInt8] = []
  var part = [UInt8](repeating: 0, count: 1 << 18)
  while true {
    let count = unsafe read(file, &part, part.count)
    guard count >= 0 else { throw CannotRead() }
    if count == 0 { return all }
    all += part[..<count]
  }
}

func write(_ bytes: [UInt8], to path: String) throws {
  try Data(bytes).write(to: URL(filePath: path))
}

/// Changes bytes of a file where it lies, as an attacker does while others have it open.
func overwrite(_ path: String, at offset: Int, with bytes: [UInt8]) {
  let file = unsafe open(path, O_WRONLY)
  defer { close(file) }
  let written = unsafe bytes.withUnsafeBytes {
    unsafe pwrite(file, $0.baseAddress, $0.count, off_t(offset))
  }
  precondition(written == bytes.count)
}

/// Whether `needle` is in `bytes`.
func contains(_ bytes: [UInt8], _ needle: String) -> Bool {
  let needle = Array(needle.utf8)
  return unsafe probes_contain(bytes, bytes.count, needle, needle.count) != 0
}

/// Copies a database with its log, without the index in shared memory: what a crash leaves.
func copyFiles(from database: String, to copy: String) throws {
  for end in ["", "-wal"] {
    try? FileManager.default.removeItem(atPath: copy + end)
    if FileManager.default.fileExists(atPath: database + end) {
      try FileManager.default.copyItem(atPath: database + end, toPath: copy + end)
    }
  }
  try? FileManager.default.removeItem(atPath: copy + "-shm")
}
