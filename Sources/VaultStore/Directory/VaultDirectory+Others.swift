import Glibc

/// What others do with the files.
extension VaultDirectory {
  /// Whether the database's first bytes are not those of a plain one.
  package func databaseIsSealed() throws(StoreError) -> Bool {
    try Self.read(database, at: 0, count: 16).map { !SealedPages.isPlain($0) } ?? true
  }

  /// The processes that have the database open and not `lock`: none of our programs does.
  ///
  /// Only processes whose `/proc/PID/fd` we may read are seen: those of the same user, or all for root.
  package func foreignProcesses() -> [Int32] {
    Self.names(in: "/proc").compactMap { Int32($0) }.filter { process in
      guard process != getpid() else { return false }
      let folder = "/proc/\(process)/fd"
      let files = Self.names(in: folder).compactMap { Self.target(of: "\(folder)/\($0)") }
      return files.contains(database) && !files.contains(lock)
    }
  }

  /// Empty where the directory may not be read.
  private static func names(in folder: String) -> [String] {
    (try? DirectoryNames.read(folder)) ?? []
  }

  private static func target(of link: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(link, &bytes, bytes.count)
    guard count >= 0 else { return nil }
    return String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
