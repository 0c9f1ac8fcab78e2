import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Testing
import VaultStore

/// Every page that a vault's files hold, behind the seal: those of the database, free ones and slack
/// included, and of every frame in the write-ahead log, old ones too.
struct UnsealedPages {
  let bytes: [Data]

  private static let pageSize = 4096
  private static let logHeader = 32
  private static let frameHeader = 24

  init(of test: TestVault) throws {
    let pages = try SealedPages(test.vault.keys)
    let database = try Data(contentsOf: URL(filePath: test.path + "/data.db"))
    let log = try Data(contentsOf: URL(filePath: test.path + "/data.db-wal"))
    let id = Array(database.prefix(16))
    var bytes: [Data] = []
    for (index, start) in stride(from: 0, to: database.count, by: Self.pageSize).enumerated() {
      let page = Array(database[start..<start + Self.pageSize])
      bytes.append(Data(try #require(pages.open(page, number: UInt32(index + 1), of: id))))
    }
    let step = Self.frameHeader + Self.pageSize
    for start in stride(from: Self.logHeader, to: log.count, by: step) {
      let frame = Array(log[start..<start + step])
      // A log that was filled with zeros before it was cut holds nothing.
      guard frame.contains(where: { $0 != 0 }) else { continue }
      let number = frame.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
      let page = Array(frame[Self.frameHeader...])
      bytes.append(Data(try #require(pages.open(page, number: number, of: id))))
    }
    self.bytes = bytes
  }
}
