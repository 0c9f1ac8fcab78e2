@_spi(FixedClock) import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Glibc
import Testing
import VaultCrypto
import VaultStore

/// The backups of a vault with two customers, and the vaults that are made from them.
struct Backups {
  let world: World
  private let folder: TestFolder
  var vault: Vault { world.vault }
  var path: String { folder.path + "/backups" }

  init(_ world: World? = nil) async throws {
    if let world { self.world = world } else { self.world = try await World() }
    folder = try TestFolder()
  }

  /// A path of its own beside the backups.
  func place(_ name: String) -> String { "\(folder.path)/\(name)" }

  /// Makes a backup, a minute later than whatever came before.
  @discardableResult
  func make(
    keysOnly: Bool = false, for lifetime: TimeSpan = .days(30), in place: String? = nil
  ) throws -> BackupReport {
    world.test.clock.advance(by: .seconds(60))
    var options = BackupOptions()
    options.keysOnly = keysOnly
    options.lifetime = lifetime
    return try vault.backUp(to: place ?? path, options: options)
  }

  /// What is restored from the backups, opened.
  func restore(
    _ name: String = "back.vault", from source: String? = nil, keys: String? = nil,
    anchor: String? = nil, acceptsRollback: Bool = false
  ) throws -> (vault: Vault, report: RestoreReport) {
    var options = Vault.Options()
    options.anchor = anchor
    let report = try Vault.restore(
      from: source ?? path, to: place(name), keys: keys,
      unlockedBy: .keyFile(world.test.keyFile), options: options,
      acceptsRollback: acceptsRollback, clock: world.test.clock)
    return (try open(name), report)
  }

  func open(_ name: String = "back.vault") throws -> Vault {
    try Vault.openNow(
      at: place(name), unlockedBy: .keyFile(world.test.keyFile), clock: world.test.clock)
  }

  /// The code with which a restoration fails, and that it left nothing; nil if it does not fail.
  func refusal(
    from source: String? = nil, keys: String? = nil, anchor: String? = nil,
    at location: SourceLocation = #_sourceLocation
  ) async -> String? {
    let code = await code {
      _ = try restore("refused.vault", from: source, keys: keys, anchor: anchor)
    }
    let left = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    if code != nil {
      #expect(!left.contains { $0.hasPrefix("refused.vault") }, sourceLocation: location)
    }
    return code
  }

  /// The names of what lies in the folder of the backups.
  func names(_ part: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(part)").sorted()
  }

  /// A copy of the folder of the backups as it is now.
  func copy(_ name: String) throws -> String {
    try FileManager.default.copyItem(atPath: path, toPath: place(name))
    return place(name)
  }

  func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

  func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
    guard unsafe chmod(path, 0o600) == 0 else { throw RawDatabase.Failure(code: errno) }
  }

  /// The rows of a part, as the holder of its page key reads them.
  func raw(_ part: BackupReport.Part) throws -> RawDatabase {
    let claim = try BackupClaim(decoding: bytes(part.path + "/manifest"))
    return try RawDatabase(part.path + "/rows.db", pages: pages(claim.manifest))
  }

  func pages(_ manifest: BackupManifest) throws -> SealedPages {
    try SealedPages(ofPart: manifest.salt, root: manifest.root, vault.keys)
  }
}

extension BackupReport {
  func part(_ kind: Part.Kind) throws -> Part {
    try #require(parts.first { $0.kind == kind })
  }
}

extension Vault {
  /// Tells another style.
  func tell(_ id: SubjectID, style: String) async throws {
    _ = try await put(
      id, [NewValue(category: "preference.style", bytes: Array(style.utf8))])
  }
}
