import FoundationEssentials
import Glibc
import Testing

@testable import VaultStore

/// A vault takes its place whole or not at all.
@Suite struct RestorationPlaceTests {
  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
    // A file that others may read is none of ours, and is not destroyed.
    #expect(unsafe chmod(path, 0o600) == 0)
  }

  @Test(arguments: [nil, 0, 1, 4_152] as [Int?])
  func changesThatStillLieInTheLogAreNotThrownAway(bytes: Int?) throws {
    let folder = try VaultDirectoryTests.Folder()
    let target = folder.path + "/back.vault"
    let place = try RestorationPlace.take(for: target)
    let directory = try place.begin()
    try write([1], to: directory.database)
    if let bytes { try write([UInt8](repeating: 1, count: bytes), to: directory.database + "-wal") }
    if bytes ?? 0 == 0 {
      try place.finish(directory)
      #expect(exists(target + "/data.db") && !exists(target + "/data.db-wal"))
    } else {
      #expect(throws: StoreError(.busy, "")) { try place.finish(directory) }
      #expect(!exists(target) && exists(directory.database + "-wal"))
      place.abandon()
      #expect(!exists(directory.database))
    }
  }

  @Test func whatCameToTheTargetMeanwhileStays() throws {
    let folder = try VaultDirectoryTests.Folder()
    let target = folder.path + "/back.vault"
    let place = try RestorationPlace.take(for: target)
    let directory = try place.begin()
    try write([1], to: directory.database)
    try write([2], to: target)
    #expect(throws: StoreError(.exists, "")) { try place.finish(directory) }
    #expect(try Data(contentsOf: URL(filePath: target)) == Data([2]))
    #expect(exists(directory.database))
  }
}
