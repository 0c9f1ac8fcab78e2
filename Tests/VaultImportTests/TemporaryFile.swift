import FoundationEssentials
import Glibc

/// A file in a folder of its own that goes away with this value.
struct TemporaryFile: ~Copyable {
  private let folder: URL
  let path: String

  /// Makes the folder, and the file in it if there are `bytes`.
  init(_ bytes: [UInt8]? = nil) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "vault-import-\(UUID().uuidString)")
    self.folder = folder
    path = folder.appending(path: "input").path
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if let bytes { try Data(bytes).write(to: URL(filePath: path)) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func contents() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
}
