import ConsentVaultTesting
import FoundationEssentials
import Glibc
import Testing
import VaultStore

@testable import ConsentVault

/// What happens to the files under a process that has the vault open.
@Suite struct LedgerUnderFootTests {
  /// The database was put back behind a withdrawal that another process was told is recorded; the anchor alone
  /// still knows.
  @Test(arguments: [1, 2, 9], [false, true])
  func anAnchorOfAnotherLedgerStopsIt(leaves: Int, isMuch: Bool) async throws {
    let world = try await World()
    #expect(try world.vault.check(world.anna, .styling).verdict == .permit)
    let copy = try VaultCopy(of: world.test)
    let elsewhere = try copy.open()
    _ = try await elsewhere.withdraw(world.anna, purpose: "marketing")
    if isMuch { for _ in 0..<20 { _ = try await elsewhere.access(world.ben, .styling) } }
    try elsewhere.close()
    let anchor = try Data(contentsOf: URL(filePath: copy.anchor))
    let descriptor = unsafe open("\(world.test.path)/anchor", O_WRONLY | O_CLOEXEC)
    defer { close(descriptor) }
    let written = unsafe anchor.withUnsafeBytes {
      unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0)
    }
    #expect(written == anchor.count)
    for _ in 0..<3 {
      var released = 0
      _ = await code {
        try await world.vault.access(
          Array(repeating: world.anna, count: leaves), .styling
        ) { _, access in
          if case .permitted = access { released += 1 }
        }
      }
      #expect(released == 0)
    }
    #expect(await code { _ = try world.test.open() } == "VAULT_ROLLED_BACK")
  }

  @Test func anExaminationKeepsSQLitesLocks() async throws {
    let world = try await World()
    _ = try world.vault.check(world.anna, .styling)
    let before = try locks(on: world.test.path + "/data.db-shm")
    #expect(!before.isEmpty)
    _ = try world.vault.examine()
    #expect(try locks(on: world.test.path + "/data.db-shm") == before)
  }

  /// The POSIX locks of this process on a file, as the kernel tells them (proc_locks(5)).
  private func locks(on path: String) throws -> [String] {
    var status = stat()
    try #require(unsafe stat(path, &status) == 0)
    let descriptor = unsafe open("/proc/locks", O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var page = [UInt8](repeating: 0, count: 4_096)
    // The kernel gives no more than a page at each read.
    while true {
      let count = unsafe page.withUnsafeMutableBytes {
        unsafe read(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 else { break }
      bytes += page.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .filter {
        $0.contains(" POSIX ") && $0.contains(" \(getpid()) ") && $0.contains(":\(status.st_ino) ")
      }
      .map { String($0.drop { $0 != ":" }) }
  }
}
