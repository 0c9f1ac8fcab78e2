/// Whether the database file is as long as it says.
///
/// SQLite refuses a file that is shorter than its header says, as any damage, unless the write-ahead log
/// speaks for it; then the loss shows only where a lost page is read.
struct DatabaseLength {
  let directory: VaultDirectory

  private static let pageSize: Int64 = 4096
  private static let logHeader: Int64 = 32
  private static let frameHeader: Int64 = 24

  /// Whether pages of the snapshot are neither in the file nor in the log.
  func isShort(in snapshot: Snapshot) throws(StoreError) -> Bool {
    let needed = Int64(try snapshot.connection.text("PRAGMA page_count").first?.first ?? "") ?? 0
    let stored = try (directory.size(of: directory.database) ?? 0) / Self.pageSize
    guard stored < needed else { return false }
    let logged = try loggedPages()
    return !(stored + 1...needed).allSatisfy { logged.contains($0) }
  }

  /// Whether a file that SQLite cannot open lacks its header, or the header tells of more pages than
  /// there are.
  ///
  /// The count stands at offset 28 (sqlite.org/fileformat.html, section 1.3); it is read where SQLite
  /// itself reads it, as 16 bytes from offset 24.
  func isShort(by connection: Connection) throws(StoreError) -> Bool {
    let stored = try (directory.size(of: directory.database) ?? 0) / Self.pageSize
    guard stored > 0 else { return true }
    guard let bytes = connection.fileBytes(at: 24, count: 16) else { return false }
    return bytes[4..<8].reduce(Int64(0)) { $0 << 8 | Int64($1) } > stored
  }

  /// The numbers of the pages in the log's frames; each frame begins with its page's number
  /// (sqlite.org/fileformat.html, section 4.1).
  private func loggedPages() throws(StoreError) -> Set<Int64> {
    let size = try directory.size(of: directory.log) ?? 0
    var pages: Set<Int64> = []
    var offset = Self.logHeader
    while offset + Self.frameHeader + Self.pageSize <= size {
      let number = try VaultDirectory.read(directory.log, at: Int(offset), count: 4) ?? []
      pages.insert(number.reduce(0) { $0 << 8 | Int64($1) })
      offset += Self.frameHeader + Self.pageSize
    }
    return pages
  }
}
