import FoundationEssentials
import Glibc

/// A place in memory for the laboratory's vaults; it goes away with the process's last use of it.
final class Folder {
  let path: String

  /// Makes an empty folder, in the place that the script has made for this run; it takes that away even if
  /// the process dies.
  init(_ name: String) throws {
    let given = ProcessInfo.processInfo.environment["CRASH_LAB_FOLDER"]
    path = "\(given ?? FileManager.default.temporaryDirectory.path)/crash-lab-\(getpid())-\(name)"
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Throws away everything in it.
  func empty() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }
  }

  /// Holds an image from now on, and nothing else.
  func hold(_ image: Image) throws {
    try empty()
    for name in image.directories { unsafe mkdir("\(path)/\(name)", 0o700) }
    for (name, content) in image.files { try Self.write(content, to: "\(path)/\(name)") }
  }

  /// Writes a file that only its owner may read.
  static func write(_ content: [UInt8], to path: String) throws {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
    defer { close(file) }
    let written = unsafe content.withUnsafeBytes {
      unsafe Glibc.write(file, $0.baseAddress, $0.count)
    }
    guard written == content.count else { throw CocoaError(.fileWriteOutOfSpace) }
  }

  /// What lies in it now, apart from the index of the write-ahead log.
  func image() throws -> Image {
    var image = Image()
    for name in try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
    where !name.hasSuffix("-shm") {
      var isDirectory = false
      _ = FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isDirectory)
      if isDirectory {
        image.directories.append(name)
      } else {
        image.files[name] = Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
      }
    }
    return image
  }
}
