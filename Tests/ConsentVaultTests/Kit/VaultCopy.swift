@_spi(FixedClock) import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Glibc

@testable import VaultStore

/// A copy of a vault's directory, for an attacker to work on.
///
/// It lies in the folder of the vault that it was made from, and goes away with that.
struct VaultCopy {
  private let original: TestVault
  let path: String

  var database: String { path + "/data.db" }
  var log: String { path + "/data.db-wal" }
  var keyring: String { path + "/keyring" }
  var anchor: String { path + "/anchor" }

  init(of test: TestVault) throws { try self.init(test.path, of: test) }

  /// A copy of a copy, as it is now.
  init(of copy: VaultCopy) throws { try self.init(copy.path, of: copy.original) }

  private init(_ source: String, of test: TestVault) throws {
    original = test
    path = test.folder + "/\(UUID().uuidString).vault"
    try FileManager.default.copyItem(atPath: source, toPath: path)
    // The index of the write-ahead log belongs to living processes; the next one makes its own.
    try? FileManager.default.removeItem(atPath: path + "/data.db-shm")
  }

  /// Opens the copy with the owner's key.
  func open(options: Vault.Options = Vault.Options()) throws(VaultError) -> Vault {
    try Vault.openNow(
      at: path, unlockedBy: .keyFile(original.keyFile), options: options, clock: original.clock)
  }

  /// The code with which opening fails; nil if it does not.
  func openingError() -> String? { refusal()?.code }

  /// The error with which opening fails; nil if it does not.
  func refusal(options: Vault.Options = Vault.Options()) -> VaultError? {
    do throws(VaultError) {
      _ = try open(options: options)
      return nil
    } catch { return error }
  }

  func raw() throws -> RawDatabase {
    try RawDatabase(database, pages: SealedPages(original.vault.keys))
  }

  /// Puts the database in the place of the sealed one as versions before page encryption wrote it.
  func unseal() throws {
    let plain = database + "-plain"
    try raw().run("VACUUM INTO 'file:\(plain)?vfs=unix'")
    try FileManager.default.removeItem(atPath: log)
    try remove("data.db-shm")
    try FileManager.default.removeItem(atPath: database)
    try FileManager.default.moveItem(atPath: plain, toPath: database)
    try setMode(0o600, of: "data.db")
    try RawDatabase(database, pages: nil).run("PRAGMA journal_mode=WAL")
  }

  /// Seals the pages with the owner's key; false if they are.
  func convert() throws(VaultError) -> Bool {
    try Vault.convert(at: path, unlockedBy: .keyFile(original.keyFile))
  }

  /// Gives the database the tables of an earlier version of the schema, with what those can hold.
  func turnBack(to version: Int) throws {
    let raw = try raw()
    let then = Dictionary(grouping: Schema.statements(of: version), by: Schema.table)
    let now = Dictionary(grouping: Schema.statements(of: Schema.currentVersion), by: Schema.table)
    for (table, statements) in now where statements != then[table] {
      try raw.run("ALTER TABLE \(table) RENAME TO later")
      // CREATE UNIQUE INDEX name ON …
      for index in statements.dropFirst() {
        try raw.run("DROP INDEX \(index.split(separator: " ").filter { $0 != "UNIQUE" }[2])")
      }
      for statement in then[table] ?? [] { try raw.run(statement) }
      if then[table] != nil { try raw.run("INSERT INTO \(table) SELECT * FROM later") }
      try raw.run("DROP TABLE later")
    }
    try raw.run("PRAGMA user_version=\(version)")
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  func bytes(of name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
  }

  /// Replaces a file's content, and keeps its mode.
  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
    try setMode(0o600, of: name)
  }

  func setMode(_ mode: mode_t, of name: String) throws {
    guard unsafe chmod("\(path)/\(name)", mode) == 0 else { throw RawDatabase.Failure(code: errno) }
  }
}

extension TestVault {
  /// A file of the vault's directory, as it lies there.
  func fileBytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
  }
}
