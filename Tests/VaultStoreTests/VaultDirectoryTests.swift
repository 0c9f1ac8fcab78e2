import FoundationEssentials
import Glibc
import Testing
import VaultStore

@Suite struct VaultDirectoryTests {
  /// A folder that goes away with this value.
  struct Folder: ~Copyable {
    let path: String

    init() throws {
      path =
        FileManager.default.temporaryDirectory.appending(path: "vault-store-\(UUID().uuidString)")
        .path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  @Test func aNewDirectoryIsForItsOwnerOnly() throws {
    let folder = try Folder()
    let made = try VaultDirectory.create(at: folder.path + "/shop.vault")
    var status = stat()
    #expect(unsafe lstat(made.path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
    #expect(made.name == "shop")
  }

  @Test func anEmptyDirectoryIsTakenAndAFullOneIsNot() throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/empty.vault", withIntermediateDirectories: false)
    _ = try VaultDirectory.create(at: folder.path + "/empty.vault")
    #expect(throws: StoreError(.exists, "")) { try VaultDirectory.create(at: folder.path) }
    try Data().write(to: URL(filePath: folder.path + "/file.vault"))
    #expect(throws: StoreError(.exists, "")) {
      try VaultDirectory.create(at: folder.path + "/file.vault")
    }
  }

  @Test func aDirectoryWithoutKeyringIsNoVault() throws {
    let folder = try Folder()
    let made = try VaultDirectory.create(at: folder.path + "/shop.vault")
    #expect(throws: StoreError(.noVault, "")) { try VaultDirectory.open(at: made.path) }
    #expect(throws: StoreError(.noVault, "")) {
      try VaultDirectory.open(at: folder.path + "/none.vault")
    }
  }

  @Test func aDatabaseWithoutKeyringIsADamagedVault() throws {
    let folder = try Folder()
    let made = try VaultDirectory.create(at: folder.path + "/shop.vault")
    try made.makeFile(made.database)
    #expect(throws: StoreError(.damaged, "")) { try VaultDirectory.open(at: made.path) }
  }

  @Test func aDirectoryThatHoldsNoVaultGetsNoAdviceOnItsRights() throws {
    let folder = try Folder()
    let made = try VaultDirectory.create(at: folder.path + "/shop.vault")
    #expect(unsafe chmod(made.path, 0o755) == 0)
    #expect(throws: StoreError(.noVault, "")) { try VaultDirectory.open(at: made.path) }
    // As soon as there is anything of a vault, its rights come first.
    try made.makeFile(made.database)
    #expect(throws: StoreError(.unsafeFile, "")) { try VaultDirectory.open(at: made.path) }
  }

  @Test func aVaultWithoutItsLockIsNotOpened() throws {
    let folder = try Folder()
    let made = try VaultDirectory.create(at: folder.path + "/shop.vault")
    try made.makeFile(made.keyring)
    #expect(throws: StoreError(.damaged, "")) { try VaultDirectory.open(at: made.path) }
  }

  @Test func aDirectoryThatOthersMayReadIsRefused() throws {
    let folder = try Folder()
    let made = try VaultDirectory.create(at: folder.path + "/shop.vault")
    try made.makeFile(made.keyring)
    try made.makeFile(made.lock)
    _ = try VaultDirectory.open(at: made.path)
    for mode in [0o750, 0o705, 0o710, 0o702] as [mode_t] {
      #expect(unsafe chmod(made.path, mode) == 0)
      #expect(throws: StoreError(.unsafeFile, "")) { try VaultDirectory.open(at: made.path) }
    }
  }

  @Test func aFileOfTheVaultIsNeverMadeOverAnother() throws {
    let folder = try Folder()
    let made = try VaultDirectory.create(at: folder.path + "/shop.vault")
    try made.makeFile(made.lock)
    #expect(throws: StoreError.self) { try made.makeFile(made.lock) }
    try FileManager.default.createSymbolicLink(
      atPath: made.anchor, withDestinationPath: folder.path + "/elsewhere")
    #expect(throws: StoreError.self) { try made.makeFile(made.anchor) }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/elsewhere"))
  }
}
