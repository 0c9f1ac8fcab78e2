import CSQLite
import FoundationEssentials
import Testing
import VaultCrypto
import VaultModel

@testable import VaultStore

/// The ways out of a sealed database that SQL knows: each is shut on every
/// connection of a vault.
@Suite struct ConnectionTests {
  private let pages: SealedPages

  init() throws {
    let file = try SecretBytes(copying: [UInt8](repeating: 7, count: 32))
    let keyring = try Keyring.create(
      vault: Identifier(high: 1, low: 2), secret: .keyFile(file))
    pages = try SealedPages(keyring.chain)
  }

  private func open(
    _ folder: borrowing VaultDirectoryTests.Folder, _ mode: Connection.Mode
  ) throws -> Connection {
    try Connection(path: folder.path + "/data.db", pages: pages, mode: mode, busyTimeout: 1000)
  }

  private func refuses(_ connection: Connection, _ sql: String) {
    #expect(throws: StoreError.self, "`\(sql)`") { try connection.execute(sql) }
  }

  @Test(arguments: [
    "ATTACH '%' AS other", "ATTACH 'file:%?vfs=unix' AS other", "ATTACH '' AS other", "DETACH main",
    "VACUUM", "VACUUM INTO '%'", "SELECT load_extension('%')",
  ])
  func noOtherFileIsOpenedBySQL(_ template: String) throws {
    let folder = try VaultDirectoryTests.Folder()
    let other = folder.path + "/other"
    let sql = template.split(separator: "%", omittingEmptySubsequences: false).joined(
      separator: other)
    _ = try open(folder, .create)
    // A connection is given up after an error, so each gets one.
    for mode in [Connection.Mode.create, .write, .read] { refuses(try open(folder, mode), sql) }
    #expect(!FileManager.default.fileExists(atPath: other))
  }

  @Test(arguments: [
    "journal_mode=DELETE", "journal_mode=OFF", "page_size=8192", "mmap_size=1000000",
    "temp_store=FILE", "temp_store_directory='/tmp'", "secure_delete=OFF", "writable_schema=ON",
    "wal_autocheckpoint=1", "wal_checkpoint(TRUNCATE)", "locking_mode=EXCLUSIVE",
    "trusted_schema=ON",
    "cell_size_check=OFF", "query_only=OFF", "main.journal_mode=DELETE", "JOURNAL_MODE=DELETE",
    "ignore_check_constraints=ON", "foreign_keys=OFF", "cache_spill",
  ])
  func noSettingIsUndoneBySQL(_ pragma: String) throws {
    let folder = try VaultDirectoryTests.Folder()
    _ = try open(folder, .create)
    for mode in [Connection.Mode.write, .read] {
      refuses(try open(folder, mode), "PRAGMA \(pragma)")
    }
  }

  @Test func whatTheStoreItselfNeedsIsAllowed() throws {
    let folder = try VaultDirectoryTests.Folder()
    let connection = try open(folder, .create)
    try connection.execute("CREATE TABLE t(x); PRAGMA user_version=1; PRAGMA application_id=1")
    try connection.execute("PRAGMA synchronous=NORMAL; PRAGMA synchronous=FULL")
    try connection.execute("BEGIN IMMEDIATE; INSERT INTO t VALUES (abs(-1)); COMMIT")
    #expect(try connection.text("PRAGMA integrity_check(1)") == [["ok"]])
    #expect(try connection.text("PRAGMA page_count") == [["2"]])
    #expect(try connection.text("PRAGMA data_version").count == 1)
    #expect(try connection.checkpoint(.truncate))
  }
}
