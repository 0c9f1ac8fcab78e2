import DocumentTesting
import FoundationEssentials
import PolicyFiles
import Testing
import VaultPolicy

/// A folder of its own for one test, removed at the end.
struct TemporaryFolder: ~Copyable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path() + "/policy-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    let file = "\(path)/\(name)"
    let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    try FileManager.default.createDirectory(
      atPath: folder.joined(separator: "/"), withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: file))
  }

  /// The problems of `policy.yaml`, or of another file of the folder.
  func problems(_ name: String = "policy.yaml") -> [String] {
    do throws(PolicyFault) {
      _ = try PolicyFile.read("\(path)/\(name)")
      return []
    } catch {
      return error.problems.map { "\($0.code.rawValue) \($0.place)" }
    }
  }
}

@Suite struct PolicyFolder {
  private let berlin = smallPolicy

  @Test func aPolicyIsReadWithItsNoticesWordForWord() throws {
    let folder = try TemporaryFolder()
    let text = "# Yes?\r\n\r\nWörter  \n\n"
    try folder.write("policy.yaml", berlin.utf8)
    try folder.write("notices/news.en.md", text.utf8)
    try folder.write("notices/news.de-AT.md", "x".utf8)
    try folder.write("notices/.hidden", "x".utf8)
    let source = try PolicyFile.read("\(folder.path)/policy.yaml")
    #expect(source.sourceText == berlin)
    #expect(source.notices.map(\.id) == ["news", "news"])
    #expect(source.notices.map(\.language) == ["de-AT", "en"])
    #expect(source.notices.last?.text.utf8.elementsEqual(text.utf8) == true)
  }

  @Test func aPolicyWithoutNoticesIsAPolicy() throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.yaml", berlin.utf8)
    #expect(try PolicyFile.read("\(folder.path)/policy.yaml").notices == [])
  }

  @Test(
    arguments: [
      "news.md", "news.en.txt", "News.en.md", "news..md", "news.e.md", "news.EN.md", "a.b.en.md",
      "news.en-x-y-z-a.md", ".en.md~",
    ].filter { !$0.hasPrefix(".") })
  func aNoticeOfAnotherNameIsRefused(_ name: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.yaml", berlin.utf8)
    try folder.write("notices/\(name)", "x".utf8)
    #expect(folder.problems() == ["NOTICE_NAME_INVALID \(name)"])
  }

  @Test func aNoticeIsNotEmptyNotLargeAndText() throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.yaml", berlin.utf8)
    try folder.write("notices/a.en.md", " \n".utf8)
    try folder.write("notices/b.en.md", Array(repeating: 120, count: (1 << 20) + 1))
    try folder.write("notices/c.en.md", [0xFF, 0xFE])
    try folder.write("notices/d.en.md", Array(repeating: 120, count: 1 << 20))
    #expect(
      folder.problems() == [
        "TEXT_INVALID a.en.md", "FILE_TOO_LARGE b.en.md", "ENCODING_INVALID c.en.md",
      ])
  }

  @Test func aNoticeThatAPurposeNamesExists() throws {
    let folder = try TemporaryFolder()
    let text = berlin.with("    retention: 1h\n", "    retention: 1h\n    notices: [news]\n")
    try folder.write("policy.yaml", text.utf8)
    #expect(
      folder.problems() == ["NOTICE_MISSING policy.yaml:\(place(of: "notices:", in: text) ?? "")"])
    try folder.write("notices/news.en.md", "x".utf8)
    #expect(folder.problems() == [])
  }

  @Test func problemsOfNoticesAndOfThePolicyAreToldTogether() throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.yaml", berlin.with("30d", "0d").utf8)
    try folder.write("notices/x.md", "x".utf8)
    #expect(
      folder.problems().map { $0.split(separator: " ")[0] } == [
        "NOTICE_NAME_INVALID", "LIFETIME_ZERO",
      ])
  }

  @Test func aFileOfFourMebibytesIsReadAndALargerOneIsNot() throws {
    let folder = try TemporaryFolder()
    let rest = (4 << 20) - berlin.utf8.count - 2
    let text = "#" + String(repeating: "x", count: rest) + "\n" + berlin
    #expect(text.utf8.count == 4 << 20)
    try folder.write("policy.yaml", text.utf8)
    #expect(folder.problems() == [])
    try folder.write("policy.yaml", ("#" + text).utf8)
    #expect(folder.problems() == ["FILE_TOO_LARGE policy.yaml"])
  }

  @Test func whatIsNotUTF8IsRefused() throws {
    let folder = try TemporaryFolder()
    for bytes: [UInt8] in [[0xC3], [0xFF, 0xFE, 0x61, 0], [0xED, 0xA0, 0x80], [0x61, 0x3A, 0]] {
      try folder.write("policy.yaml", Array(berlin.utf8) + bytes)
      #expect(folder.problems() == ["ENCODING_INVALID policy.yaml"])
    }
  }

  @Test func whatIsNoFileIsRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write("folder/x", "".utf8)
    #expect(folder.problems("none.yaml") == ["FILE_MISSING none.yaml"])
    #expect(folder.problems("folder") == ["FILE_UNREADABLE folder"])
  }

  @Test func aZoneIsAFileOfTheMachine() throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.yaml", berlin.utf8)
    #expect(folder.problems() == [])
    #expect(throws: PolicyFault.self) {
      _ = try PolicyFile.read("\(folder.path)/policy.yaml", zoneExists: { _ in false })
    }
  }
}
