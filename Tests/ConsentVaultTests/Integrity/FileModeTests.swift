import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Glibc
import Testing

/// Files that others could read, or that lead elsewhere, are not opened.
@Suite struct FileModeTests {
  @Test func everyFileIsMadeForItsOwnerOnly() async throws {
    let world = try await World()
    let names = try FileManager.default.contentsOfDirectory(atPath: world.test.path)
    #expect(Set(names).isSuperset(of: ["data.db", "data.db-wal", "keyring", "anchor", "lock"]))
    for name in names {
      var status = stat()
      #expect(unsafe lstat("\(world.test.path)/\(name)", &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600, "\(name)")
    }
  }

  @Test(arguments: ["keyring", "data.db", "data.db-wal", "anchor", "lock"])
  func aFileThatOthersMayReadIsRefused(_ name: String) async throws {
    let world = try await World()
    let copy = try VaultCopy(of: world.test)
    for mode in [0o644, 0o640, 0o602] as [mode_t] {
      try copy.setMode(mode, of: name)
      #expect(copy.openingError() == "FILE_UNSAFE", "\(name)")
    }
    try copy.setMode(0o600, of: name)
    #expect(copy.openingError() == nil)
  }

  @Test(arguments: ["keyring", "data.db", "data.db-wal", "anchor", "lock"])
  func aLinkIsNotFollowed(_ name: String) async throws {
    let world = try await World()
    let copy = try VaultCopy(of: world.test)
    let real = "\(world.test.folder)/\(UUID().uuidString)"
    try FileManager.default.moveItem(atPath: "\(copy.path)/\(name)", toPath: real)
    try FileManager.default.createSymbolicLink(
      atPath: "\(copy.path)/\(name)", withDestinationPath: real)
    #expect(copy.openingError() != nil)
    #expect(copy.openingError() != "INTERNAL")
  }

  @Test func aKeyFileThatOthersMayReadIsRefused() async throws {
    let world = try await World()
    let copy = try VaultCopy(of: world.test)
    #expect(unsafe chmod(world.test.keyFile, 0o640) == 0)
    #expect(copy.openingError() == "FILE_UNSAFE")
    #expect(unsafe chmod(world.test.keyFile, 0o600) == 0)
    #expect(copy.openingError() == nil)
  }

  @Test func aDirectoryThatOthersMayEnterIsRefused() async throws {
    let world = try await World()
    let copy = try VaultCopy(of: world.test)
    #expect(unsafe chmod(copy.path, 0o755) == 0)
    #expect(copy.openingError() == "FILE_UNSAFE")
  }
}
