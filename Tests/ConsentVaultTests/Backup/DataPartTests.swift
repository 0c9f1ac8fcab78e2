import ConsentVault
import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultStore

/// A data part opens nothing: what its pages hold, freelist and slack included.
@Suite struct DataPartTests {
  /// Every page of a part's database, opened, one after another.
  private func content(_ part: BackupReport.Part, _ backups: Backups) throws -> [UInt8] {
    let claim = try BackupClaim(decoding: backups.bytes(part.path + "/manifest"))
    let pages = try backups.pages(claim.manifest)
    let file = try backups.bytes(part.path + "/rows.db")
    var plain: [UInt8] = []
    for start in stride(from: 0, to: file.count, by: 4096) {
      let page = try #require(
        pages.open(
          Array(file[start..<start + 4096]), number: UInt32(start / 4096 + 1),
          of: Array(file[..<16])))
      plain += page
    }
    return plain
  }

  /// Whether bytes stand anywhere in others.
  private func holds(_ haystack: [UInt8], _ needle: [UInt8]) -> Bool {
    guard let first = needle.first, needle.count <= haystack.count else { return false }
    return haystack.indices.dropLast(needle.count - 1).contains { start in
      haystack[start] == first && haystack[start..<start + needle.count].elementsEqual(needle)
    }
  }

  private func blobs(_ raw: RawDatabase, _ sql: String) throws -> [[UInt8]] {
    try raw.run(sql).flatMap { $0 }.compactMap {
      if case .blob(let bytes) = $0 { bytes } else { nil }
    }
  }

  @Test func itHoldsNoKeyNoStateAndNobodysName() async throws {
    let backups = try await Backups()
    _ = try await backups.vault.restrict(backups.world.ben)
    let report = try backups.make()
    let raw = try backups.world.test.raw()
    let secrets = try blobs(
      raw,
      """
      SELECT tag, wrapped, identity, state FROM subject \
      UNION ALL SELECT envelope, detail, scope, id FROM permission WHERE envelope IS NOT NULL
      """)
    #expect(secrets.count > 12)
    let data = try content(report.part(.data), backups)
    let keys = try content(report.part(.keys), backups)
    // A scope is a list of numbers that may stand anywhere; the rest is random, and long.
    for secret in secrets where secret.count >= 16 {
      // Found by the same scan where it is.
      #expect(holds(keys, Array(secret.prefix(64))))
    }
    for secret in try blobs(
      raw,
      """
      SELECT tag, wrapped, identity, state FROM subject \
      UNION ALL SELECT envelope, detail, id, NULL FROM permission WHERE envelope IS NOT NULL
      """)
    {
      #expect(!holds(data, Array(secret.prefix(64))))
    }
    for value in try blobs(raw, "SELECT sealed FROM value") {
      #expect(holds(data, Array(value.prefix(64))))
      #expect(!holds(keys, Array(value.prefix(64))))
    }
  }

  @Test func itsPagesOpenWithNoKeyOfTheVaultsOwnPages() async throws {
    let backups = try await Backups()
    let report = try backups.make()
    for part in report.parts {
      let raw = try RawDatabase(part.path + "/rows.db", pages: SealedPages(backups.vault.keys))
      #expect(throws: RawDatabase.Failure.self) { try raw.run("SELECT count(*) FROM value") }
      #expect(
        try backups.raw(part).run("SELECT count(*) FROM value") == [[.integer(4)]])
    }
  }

  @Test func oneByteOfTheSaltAndNothingOpens() async throws {
    let backups = try await Backups()
    let part = try backups.make().part(.data)
    let manifest = try BackupClaim(decoding: backups.bytes(part.path + "/manifest")).manifest
    var salt = manifest.salt
    salt[31] ^= 1
    let pages = try SealedPages(ofPart: salt, root: manifest.root, backups.vault.keys)
    let raw = try RawDatabase(part.path + "/rows.db", pages: pages)
    #expect(throws: RawDatabase.Failure.self) { try raw.run("SELECT count(*) FROM value") }
  }
}
