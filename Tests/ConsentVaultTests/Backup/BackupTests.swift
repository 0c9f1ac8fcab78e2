import ConsentVaultTesting
import FoundationEssentials
import Glibc
import Testing
import VaultLedger
import VaultStore

@testable import ConsentVault

/// What a backup writes, and where it refuses to.
@Suite struct BackupTests {
  @Test func aBackupHasAKeyPartAndADataPart() async throws {
    let backups = try await Backups()
    let report = try backups.make()
    let size = try backups.vault.verifyLedger()
    #expect(report.parts.map(\.kind) == [.keys, .data])
    #expect(report.parts.allSatisfy { $0.ledgerSize == size.size && $0.root == size.root })
    let names = ["data-\(size.size).cvdata", "keys-\(size.size)-1.cvkeys"]
    #expect(try backups.names() == names + ["lock"])
    #expect(try backups.names(names[0]) == ["manifest", "rows.db"])
    #expect(try backups.names(names[1]) == ["keyring", "manifest", "rows.db"])
    #expect(report.removed.isEmpty)
    #expect(try report.part(.data).expires == nil)
    let made = backups.world.test.clock.now()
    #expect(try report.part(.keys).expires == made.advanced(by: .days(30)))
    for part in report.parts {
      let files = try FileManager.default.contentsOfDirectory(atPath: part.path)
      let sizes = try files.map { try backups.bytes("\(part.path)/\($0)").count }
      #expect(UInt64(sizes.reduce(0, +)) == part.bytes)
    }
  }

  @Test func directoriesAndFilesAreTheOwnersAlone() async throws {
    let backups = try await Backups()
    let report = try backups.make()
    for path in [backups.path] + report.parts.map(\.path) {
      #expect(try mode(path) == 0o700)
      for name in try FileManager.default.contentsOfDirectory(atPath: path)
      where !name.contains(".cv") {
        #expect(try mode("\(path)/\(name)") == 0o600)
      }
    }
  }

  private func mode(_ path: String) throws -> mode_t {
    var status = stat()
    try #require(unsafe lstat(path, &status) == 0)
    return status.st_mode & 0o7777
  }

  @Test func theLedgerTellsOfBothPartsBeforeTheyExist() async throws {
    let backups = try await Backups()
    let report = try backups.make()
    let entries = try backups.vault.ledger(from: report.leaf - 1, limit: 9)
    #expect(entries.map(\.type) == ["backup made", "backup made"])
    #expect(entries.map(\.detail?.text) == ["data part", "key part"])
    let until = try report.part(.keys).expires
    #expect(entries.map(\.detail?.until) == [nil, until])
    let milestones = try backups.vault.store.read { snapshot in
      try [snapshot.milestones(.dataPart), snapshot.milestones(.keyPart)]
    }
    #expect(milestones[0] == [Milestone(.dataPart, leaf: report.leaf - 1)])
    #expect(
      milestones[1] == [Milestone(.keyPart, leaf: report.leaf, until: until ?? .earliest)])
    // And both parts know of it.
    for part in report.parts {
      #expect(try backups.raw(part).run("SELECT count(*) FROM milestone") == [[.integer(2)]])
    }
  }

  @Test func aKeyPartAloneIsMadeBesideAnOlderDataPart() async throws {
    let backups = try await Backups()
    let data = try backups.make().part(.data)
    try await backups.vault.tell(backups.world.anna, style: "calm")
    let report = try backups.make(keysOnly: true)
    #expect(report.parts.map(\.kind) == [.keys])
    let raw = try backups.raw(report.part(.keys))
    let first = try raw.run("SELECT min(first) FROM bundle")
    #expect(first == [[.integer(Int64(data.ledgerSize))]])
    // The one value that the data part lacks is there whole; of the others only their tags.
    let sizes = try raw.run("SELECT length(sealed) > 16, count(*) FROM value GROUP BY 1")
    #expect(sizes == [[.integer(0), .integer(3)], [.integer(1), .integer(1)]])
  }

  @Test func expiredKeyPartsAreDestroyedByTheNextBackup() async throws {
    let backups = try await Backups()
    let short = try backups.make(keysOnly: true, for: .seconds(90)).part(.keys)
    let long = try backups.make(keysOnly: true, for: .days(2)).part(.keys)
    let held = try #require(fopen("\(short.path)/keyring"))
    defer { close(held) }
    let report = try backups.make(keysOnly: true)
    #expect(report.removed == [short.path])
    #expect(!FileManager.default.fileExists(atPath: short.path))
    #expect(FileManager.default.fileExists(atPath: long.path))
    // Overwritten, too: what still has the file open reads nothing.
    var bytes = [UInt8](repeating: 1, count: 131_072)
    #expect(unsafe read(held, &bytes, bytes.count) == bytes.count)
    #expect(bytes.allSatisfy { $0 == 0 })
  }

  private func fopen(_ path: String) -> Int32? {
    let descriptor = unsafe open(path, O_RDONLY)
    return descriptor < 0 ? nil : descriptor
  }

  // MARK: while others write, and when it fails

  @Test func whatIsWrittenMeanwhileIsInNoPart() async throws {
    let backups = try await Backups()
    let (vault, anna) = (backups.vault, backups.world.anna)
    var options = BackupOptions()
    options.lifetime = .days(1)
    var written = 0
    let report = try vault.backUp(to: backups.path, options: options) { done, total in
      #expect(done <= total)
      guard done % 40 == 0 else { return }
      _ = try vault.accessNow(anna, .styling)
      written += 1
    }
    #expect(written > 2)
    let end = try vault.verifyLedger().size
    #expect(report.parts.allSatisfy { $0.ledgerSize == end - UInt64(written) })
    let restored = try backups.restore()
    #expect(restored.report.lostValues == 0)
    _ = try restored.vault.verifyLedger()
  }

  private struct Stop: Error {}

  @Test(arguments: [1, 7, 50, 100])
  func aBackupThatFailsLeavesNoPart(_ step: Int) async throws {
    let backups = try await Backups()
    let failed = await code {
      _ = try backups.vault.backUp(to: backups.path) { done, _ in
        if done == step { throw Stop() }
      }
    }
    #expect(failed == "INTERNAL")
    #expect(try backups.names() == ["lock"])
    #expect(try backups.make().parts.count == 2)
  }

  @Test func whatAKilledBackupLeftIsDestroyedAndNeverTaken() async throws {
    let backups = try await Backups()
    let report = try backups.make()
    // As if it had been killed before its part got its name.
    let unfinished = backups.path + "/unfinished.keys"
    try FileManager.default.copyItem(
      atPath: report.part(.keys).path, toPath: unfinished)
    try FileManager.default.removeItem(atPath: unfinished + "/manifest")
    _ = try backups.restore()
    try backups.make(keysOnly: true)
    #expect(!FileManager.default.fileExists(atPath: unfinished))
  }

  @Test func twoBackupsDoNotWriteToOneDirectory() async throws {
    let backups = try await Backups()
    var second: String?
    _ = try backups.vault.backUp(to: backups.path) { done, _ in
      guard done == 1 else { return }
      do throws(VaultError) { _ = try backups.vault.backUp(to: backups.path) } catch {
        second = error.code
      }
    }
    #expect(second == "BUSY")
  }

  // MARK: refusals

  @Test func aPurposeKeyMakesNone() async throws {
    let backups = try await Backups()
    let file = backups.place("purpose.key")
    _ = try await backups.vault.issueKey(for: ["marketing.styling"], to: file)
    let vault = try backups.world.test.open(unlockedBy: .keyFile(file))
    #expect(await code { _ = try vault.backUp(to: backups.path) } == "OWNER_KEY_NEEDED")
    #expect(!FileManager.default.fileExists(atPath: backups.path))
  }

  @Test func theDirectoryBelongsToOneVault() async throws {
    let backups = try await Backups()
    try backups.make()
    let other = try await World()
    #expect(
      await code { _ = try other.vault.backUp(to: backups.path) } == "BACKUP_OF_ANOTHER_VAULT")
  }

  @Test func theDirectoryBelongsToOneHistory() async throws {
    let backups = try await Backups()
    let old = try VaultCopy(of: backups.world.test)
    try backups.make()
    let vault = try old.open()
    _ = try await vault.withdraw(backups.world.anna, purpose: nil)
    _ = try await vault.withdraw(backups.world.ben, purpose: nil)
    #expect(await code { _ = try vault.backUp(to: backups.path) } == "BACKUP_FORKED")
  }

  @Test func aDirectoryThatOthersMayReadIsRefused() async throws {
    let backups = try await Backups()
    try FileManager.default.createDirectory(
      atPath: backups.path, withIntermediateDirectories: false)
    #expect(unsafe chmod(backups.path, 0o750) == 0)
    #expect(await code { try backups.make() } == "FILE_UNSAFE")
    #expect(unsafe chmod(backups.path, 0o700) == 0)
    let part = try backups.make().part(.keys)
    #expect(unsafe chmod(part.path + "/manifest", 0o644) == 0)
    #expect(await code { try backups.make() } == "FILE_UNSAFE")
  }

  @Test func aKeyPartIsKeptForSomeTime() async throws {
    let backups = try await Backups()
    #expect(await code { try backups.make(for: .zero) } == "LIFETIME_INVALID")
  }

  @Test func everyTableIsInAPart() async throws {
    let world = try await World()
    let tables = try world.test.raw().run("SELECT name FROM sqlite_schema WHERE type='table'")
    let known = BackupTables.subjects + BackupTables.common + BackupTables.growing
    #expect(Set(tables.map { $0[0] }) == Set(known.map { RawDatabase.Cell.text($0) }))
  }
}
