import FoundationEssentials
import Testing
import VaultModel
import VaultPolicy

/// Against the zones of the machine, where it has any.
@Suite("Installed zones", .enabled(if: FileManager.default.fileExists(atPath: root)))
struct InstalledZoneTests {
  @Test func everyInstalledZoneIsRead() throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: root)
    var count = 0
    for name in names where !name.hasPrefix("right/") {
      guard let data = FileManager.default.contents(atPath: root + "/" + name),
        data.starts(with: "TZif".utf8)
      else { continue }
      #expect(throws: Never.self, "\(name)") { try ZoneRules(tzif: Array(data)) }
      count += 1
    }
    #expect(count > 50)
  }

  @Test(arguments: [("berlin", "Europe/Berlin"), ("kathmandu", "Asia/Kathmandu")])
  func anInstalledZoneAgreesWithOursAboutThePast(ours: String, name: String) throws {
    let data = try #require(FileManager.default.contents(atPath: root + "/" + name))
    let installed = try ZoneRules(tzif: Array(data))
    let embedded = try ZoneFixture.named(ours)
    for instant in stride(from: Int64(0), to: 1_767_225_600_000, by: 86_399_993) {
      let time = try #require(Timestamp(milliseconds: instant))
      #expect(installed.offset(at: time) == embedded.offset(at: time))
    }
  }
}

private let root = "/usr/share/zoneinfo"
