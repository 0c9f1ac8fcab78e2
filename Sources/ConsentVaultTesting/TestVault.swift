@_spi(FixedClock) public import ConsentVault
import FoundationEssentials
import VaultCrypto

/// A throw-away vault: the real store in a temporary directory, under a clock that a test moves.
///
/// The directory goes away with this value, so keep it as long as one of its vaults is used.
public final class TestVault: Sendable {
  /// The clock of every vault that is opened through this value.
  public let clock: SteppableClock
  /// The vault, opened with an owner's key.
  public let vault: Vault
  /// The vault's directory.
  public let path: String
  /// The owner's key file.
  public let keyFile: String
  /// The folder that holds both, and that a test may put its own files into.
  public let folder: String

  /// Makes a vault under a policy.
  ///
  /// - Parameters:
  ///   - policy: the first policy that is in force.
  ///   - start: what the clock shows.
  ///   - options: the settings of ``vault``.
  /// - Throws: `VaultError`; or that of the temporary directory.
  public init(
    policy: TestPolicy, at start: Timestamp, options: Vault.Options = Vault.Options()
  ) throws {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory
      .appending(path: "consent-vault-\(UUID().uuidString)").path
    try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let clock = SteppableClock(start)
    do {
      let secret = try SecretBytes.random(count: KeyFile.secretSize)
      try KeyFile.write(secret, to: folder + "/owner.key")
      let made = try Vault.create(
        at: folder + "/test.vault", policy: policy.source, key: .keyFile(secret),
        options: options, clock: clock)
      vault = made.vault
    } catch {
      try? manager.removeItem(atPath: folder)
      throw error
    }
    self.clock = clock
    self.folder = folder
    path = folder + "/test.vault"
    keyFile = folder + "/owner.key"
  }

  deinit {
    // An open file outlives its name, so a vault that somebody still holds fails on its own.
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Opens the vault once more, as another process would: with its own connections, locks and keys.
  ///
  /// - Parameters:
  ///   - key: the owner's if it is left out.
  ///   - options: the settings of this one.
  /// - Returns: a vault of its own; what it writes, ``vault`` sees.
  /// - Throws: as `Vault.open`.
  public func open(
    unlockedBy key: UnlockKey? = nil, options: Vault.Options = Vault.Options()
  ) throws(VaultError) -> Vault {
    try Vault.openNow(
      at: path, unlockedBy: key ?? .keyFile(keyFile), options: options, clock: clock)
  }
}
