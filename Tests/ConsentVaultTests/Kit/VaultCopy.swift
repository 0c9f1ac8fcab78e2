@_spi(FixedClock) import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Glibc
import VaultStore

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

  init(of test: TestVault) throws {
    original = test
    path = test.folder + "/\(UUID().uuidString).vault"
    try FileManager.default.copyItem(atPath: test.path, toPath: path)
    // The index of the write-ahead log belongs to living processes; the next one makes its own.
    try? FileManager.default.removeItem(atPath: path + "/data.db-shm")
  }

  /// Opens the copy with the owner's key.
  func open(options: Vault.Options = Vault.Options()) throws(VaultError) -> Vault {
    try Vault.openNow(
      at: path, unlockedBy: .keyFile(original.keyFile), options: options, clock: original.clock)
  }

  /// The code with which opening fails; nil if it does not.
  func openingError() -> String? {
    do throws(VaultError) {
      _ = try open()
      return nil
    } catch { return error.code }
  }

  func raw() throws -> RawDatabase {
    try RawDatabase(database, pages: SealedPages(original.vault.keys))
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
