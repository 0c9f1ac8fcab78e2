import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Glibc
import Testing

/// Parts that were edited, cut off or exchanged: refused, or without effect.
@Suite struct DamagedPartTests {
  private static let files = ["manifest", "rows.db", "keyring"]

  /// What a restored vault says of both customers.
  private func panel(_ vault: Vault, _ world: World) async throws -> [String] {
    var answers: [String] = []
    for id in [world.anna, world.ben] {
      let texts = try await vault.texts(id, .styling)
      answers.append(texts.map { "\($0)" } ?? "deny")
    }
    return answers
  }

  /// Restores from a folder in which one file was changed, and answers the code of the refusal, or that
  /// it had no effect.
  private func outcome(_ backups: Backups, _ name: String) async -> String {
    do throws(VaultError) {
      let vault = try restore(backups, name)
      _ = try vault.verifyLedger()
      let said = (try? await panel(vault, backups.world)) ?? []
      return said == ["[\"preference.style\": \"plain\"]", "[\"preference.style\": \"loud\"]"]
        ? "harmless" : "harm"
    } catch { return error.code }
  }

  private func restore(_ backups: Backups, _ name: String) throws(VaultError) -> Vault {
    do { return try backups.restore(name).vault } catch let error as VaultError {
      throw error
    } catch {
      preconditionFailure("an error of another kind")
    }
  }

  @Test func everyByteOfAManifestCounts() async throws {
    let backups = try await Backups()
    for part in try backups.make().parts {
      let path = part.path + "/manifest"
      let whole = try backups.bytes(path)
      for index in whole.indices {
        var changed = whole
        changed[index] ^= 1 << UInt8(index % 8)
        try backups.write(changed, to: path)
        let code = await outcome(backups, "m\(index).vault")
        #expect(code != "harmless" && code != "harm", "byte \(index)")
      }
      for cut in [Array(whole.dropLast()), whole + [0], []] {
        try backups.write(cut, to: path)
        #expect(await outcome(backups, "cut.vault") == "BACKUP_DAMAGED")
      }
      try backups.write(whole, to: path)
    }
    #expect(await outcome(backups, "whole.vault") == "harmless")
  }

  @Test(arguments: [0, 1])
  func aFlippedBitOfTheRowsIsRefusedOrHarmless(_ index: Int) async throws {
    let backups = try await Backups()
    let part = try backups.make().parts[index]
    let path = part.path + "/rows.db"
    let whole = try backups.bytes(path)
    var refused = 0
    for page in 0..<whole.count / 4096 {
      // What is stored, the pad, the epoch, the nonce and the tag, in turn.
      let place = [40, 4040, 4052, 4060, 4090][page % 5]
      var changed = whole
      changed[page * 4096 + place] ^= 4
      try backups.write(changed, to: path)
      let code = await outcome(backups, "p\(page).vault")
      #expect(["harmless", "BACKUP_DAMAGED"].contains(code), "page \(page + 1)")
      refused += code == "harmless" ? 0 : 1
    }
    // The other pages hold what a restoration takes from the key part.
    #expect(refused >= 4)
    for cut in [
      Array(whole.dropLast(4096)), Array(whole.dropLast(1)), whole + whole.suffix(4096), [],
    ] {
      try backups.write(cut, to: path)
      #expect(await outcome(backups, "cut.vault") == "BACKUP_DAMAGED")
    }
  }

  @Test func aHalfWrittenKeyringIsRefused() async throws {
    let backups = try await Backups()
    let path = try backups.make().part(.keys).path + "/keyring"
    let whole = try backups.bytes(path)
    for changed in [
      Array(whole.prefix(65_536)), Array(whole.prefix(70_000)),
      whole.prefix(65_536) + [UInt8](repeating: 0, count: 65_536),
      [UInt8](repeating: 0, count: 65_536) + whole.suffix(65_536), whole + [0],
    ] {
      try backups.write(Array(changed), to: path)
      let code = await outcome(backups, "half.vault")
      #expect(["BACKUP_DAMAGED", "KEYRING_DAMAGED"].contains(code))
    }
    try backups.write(whole, to: path)
    #expect(await outcome(backups, "whole.vault") == "harmless")
  }

  @Test(arguments: files)
  func aFileOfAnotherPartIsRefused(_ name: String) async throws {
    let backups = try await Backups()
    let old = try backups.make()
    _ = try await backups.vault.issueKey(
      for: ["marketing.styling"], to: backups.place("purpose.key"))
    let new = try backups.make()
    for kind in [BackupReport.Part.Kind.data, .keys] {
      let (source, target) = (try old.part(kind).path, try new.part(kind).path)
      guard let bytes = try? backups.bytes("\(source)/\(name)") else { continue }
      let whole = try backups.bytes("\(target)/\(name)")
      try backups.write(bytes, to: "\(target)/\(name)")
      let code = await outcome(backups, "swap.vault")
      // An older manifest makes the part an older one, which then is not the newest.
      #expect(code != "harm" && code != "harmless", "\(kind)")
      try backups.write(whole, to: "\(target)/\(name)")
    }
    #expect(await outcome(backups, "whole.vault") == "harmless")
  }

  @Test(arguments: files)
  func aMissingOrLinkedFileIsRefused(_ name: String) async throws {
    let backups = try await Backups()
    let part = try backups.make().part(.keys)
    let path = "\(part.path)/\(name)"
    let away = backups.place("away")
    try FileManager.default.moveItem(atPath: path, toPath: away)
    #expect(await outcome(backups, "gone.vault") == "BACKUP_DAMAGED")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: away)
    #expect(await outcome(backups, "link.vault") == "FILE_UNSAFE")
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.moveItem(atPath: away, toPath: path)
    #expect(unsafe chmod(path, 0o640) == 0)
    #expect(await outcome(backups, "open.vault") == "FILE_UNSAFE")
  }
}
