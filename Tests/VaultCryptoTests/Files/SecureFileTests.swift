import Glibc
import Testing
import VaultCrypto

@Suite struct SecureFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func linksDirectoriesAndPipesAreRefused() throws {
    overwrite("\(directory)/a.key", [1])
    _ = unsafe symlink("\(directory)/a.key", "\(directory)/link")
    _ = unsafe mkfifo("\(directory)/pipe", 0o600)
    for name in ["link", "pipe", ""] {
      #expect(throws: SecureFileError.notARegularFile) {
        _ = try SecureFile.open("\(directory)/\(name)")
      }
    }
    _ = try SecureFile.open("\(directory)/a.key")
    #expect(throws: SecureFileError.exists) { _ = try SecureFile.create("\(directory)/link") }
  }

  @Test func aForeignOwnersFileIsRefused() throws {
    // Only root can give a file away.
    guard geteuid() == 0 else { return }
    overwrite("\(directory)/a.key", [1])
    _ = unsafe chown("\(directory)/a.key", 65_534, 65_534)
    #expect(throws: SecureFileError.foreignOwner) {
      _ = try SecureFile.open("\(directory)/a.key")
    }
  }

  @Test func bytesAreWrittenAndReadAtTheirPlace() throws {
    let file = try SecureFile.create("\(directory)/keyring")
    try file.write([1, 2, 3], at: 2)
    try file.synchronize()
    let (all, tail, size) = (
      try file.read(at: 0, count: 10), try file.read(at: 4, count: 10), try file.size
    )
    #expect(all == [0, 0, 1, 2, 3])
    #expect(tail == [3])
    #expect(size == 5)
  }

  @Test func anExclusiveLockKeepsOthersOut() throws {
    let first = try SecureFile.create("\(directory)/keyring")
    let second = try SecureFile.open("\(directory)/keyring", writable: true)
    try first.lock(exclusive: true)
    let whileHeld = try second.tryLock(exclusive: false)
    try first.unlock()
    let (shared, both) = (
      try second.tryLock(exclusive: false), try first.tryLock(exclusive: false)
    )
    let upgraded = try first.tryLock(exclusive: true)
    #expect(!whileHeld)
    #expect(shared && both)
    #expect(!upgraded)
  }
}
