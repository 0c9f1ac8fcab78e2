@_spi(FixedClock) import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import VaultStore

/// A vault in which all is well, of which every case of damage gets a copy of its own.
struct SoundVault {
  let world: World
  /// Key files of one purpose each, beside the owner's.
  let keys: (styling: String, sizes: String)

  init() async throws {
    world = try await World()
    keys = (world.test.folder + "/styling.key", world.test.folder + "/sizes.key")
    _ = try await world.vault.issueKey(for: ["marketing.styling"], to: keys.styling)
    _ = try await world.vault.issueKey(for: ["personalise.recommendations"], to: keys.sizes)
    for id in [world.anna, world.ben] {
      _ = try await world.vault.grant(id, .webForm("marketing.newsletter"))
      _ = try await world.vault.put(
        id, [NewValue(category: "contact.email", bytes: Array("a@example.com".utf8))])
    }
    try world.vault.close()
  }

  /// The next copy; the clock shows the same again.
  func copy() throws -> Copy {
    world.test.clock.set(to: RetailVault.noon.advanced(by: .seconds(60)) ?? .latest)
    return try Copy(files: VaultCopy(of: world.test), sound: self)
  }

  /// A copy that is going to be damaged.
  struct Copy {
    let files: VaultCopy
    let sound: SoundVault

    var clock: SteppableClock { sound.world.test.clock }

    /// Opens it, as another process would.
    func open(_ keyFile: String? = nil) throws(VaultError) -> Vault {
      try Vault.openNow(
        at: files.path, unlockedBy: .keyFile(keyFile ?? sound.world.test.keyFile), clock: clock)
    }

    /// Runs SQL as the holder of the page key; `?` is the id of Anna's consent to styling.
    ///
    /// Loosely it writes what the types of the columns forbid. It throws ``Unharmed`` if it changes nothing.
    func run(_ sql: String, isLoose: Bool = false) throws {
      let raw = try files.raw()
      let values = sql.contains("?") ? [RawDatabase.Cell.blob(sound.world.styling.bytes)] : []
      if isLoose { try raw.loosen() }
      try raw.run(sql, all: values)
      guard raw.changes > 0 else { throw Unharmed() }
      if isLoose { try raw.tighten() }
    }

    /// Changes the bytes of a file.
    func edit(_ name: String, _ change: (inout [UInt8]) -> Void) throws {
      var bytes = try files.bytes(of: name)
      change(&bytes)
      try files.write(bytes, to: name)
    }
  }

  /// A case that damaged nothing.
  struct Unharmed: Error {}
}
