import ConsentVaultTesting
import Glibc
import Testing
import VaultCrypto

@testable import ConsentVault

/// What the doctor says of the files.
@Suite struct DoctorTests {
  private func finding(_ vault: Vault, _ check: String) throws -> Finding {
    try #require(try vault.examine().first { $0.check == check })
  }

  @Test func aVaultThatWasJustMadeIsWell() async throws {
    let world = try await World()
    for finding in try world.vault.examine() {
      #expect(finding.isGood && finding.hint == nil, "\(finding.check): \(finding.message)")
    }
  }

  @Test func sealedPagesAreSaidWithWhatTheyShow() async throws {
    let world = try await World()
    let good = try finding(world.vault, "page-encryption")
    #expect(good.isGood && good.message.contains("what shows all the same: the sizes"))
    // A plain database put in the place of the sealed one, under a living vault.
    let file = try SecureFile.open(world.test.path + "/data.db", writable: true)
    let head = try file.read(at: 0, count: 16)
    try file.write(Array("SQLite format 3\0".utf8), at: 0)
    let bad = try world.vault.pages()
    #expect(!bad.isGood && bad.hint != nil)
    try file.write(head, at: 0)
    #expect(try finding(world.vault, "page-encryption").isGood)
  }

  @Test func anOutsideAnchorIsSaidWithWhatItKnows() async throws {
    let folder = try TestFolder()
    let world = try await World()
    #expect(
      try finding(world.vault, "outside-anchor").message
        .hasPrefix("no anchor outside the directory was named"))
    try world.vault.makeOutsideAnchor(at: folder.path + "/outside")
    var options = Vault.Options()
    options.anchor = folder.path + "/outside"
    let vault = try world.test.open(options: options)
    let size = try vault.statistics().ledgerSize
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    #expect(
      try finding(vault, "outside-anchor").message
        == "an anchor outside the directory knows \(size) of \(size + 1) leaves")
  }

  @Test func aProgramThatHoldsTheDatabaseWithoutTheLockIsForeign() async throws {
    let world = try await World()
    // Another program of ours has both open, so it is none; this process is not looked at.
    let ours = try spawn(opening: [world.test.path + "/data.db", world.test.path + "/lock"])
    #expect(try finding(world.vault, "foreign-writers").isGood)
    end(ours)
    let foreign = try spawn(opening: [world.test.path + "/data.db"])
    let bad = try finding(world.vault, "foreign-writers")
    #expect(!bad.isGood && bad.message.hasSuffix("process \(foreign)") && bad.hint != nil)
    end(foreign)
    #expect(try finding(world.vault, "foreign-writers").isGood)
  }

  /// A process that sleeps with these files open.
  private func spawn(opening paths: [String]) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (index, path) in paths.enumerated() {
      unsafe posix_spawn_file_actions_addopen(&actions, 200 + Int32(index), path, O_RDWR, 0)
    }
    var process: pid_t = 0
    let words = unsafe [strdup("sleep"), strdup("60")]
    defer { unsafe words.forEach { unsafe free($0) } }
    var arguments = unsafe words + [nil]
    let result = unsafe posix_spawn(&process, "/bin/sleep", &actions, nil, &arguments, nil)
    try #require(result == 0)
    return process
  }

  private func end(_ process: pid_t) {
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }
}
