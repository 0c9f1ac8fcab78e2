import Testing
import VaultModel
import VaultPolicy

@Suite("Zone refusals")
struct ZoneRefusalTests {
  @Test(arguments: ZoneFixture.hexadecimal.keys.sorted())
  func aFileCutAtAnyLengthIsRefused(zone: String) throws {
    let bytes = try ZoneFixture.bytes(zone)
    for count in 0..<bytes.count {
      #expect(throws: ZoneError.self) { try ZoneRules(tzif: Array(bytes[..<count])) }
    }
  }

  @Test(arguments: ZoneFixture.hexadecimal.keys.sorted())
  func noFlippedBitCrashesOrLeavesTheRangeOfOffsets(zone: String) throws {
    let bytes = try ZoneFixture.bytes(zone)
    for index in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[index] ^= 1 << UInt8(bit)
        guard let rules = try? ZoneRules(tzif: flipped) else { continue }
        for instant in [Timestamp.earliest, .latest] {
          #expect((-89_999...93_599).contains(rules.offset(at: instant)))
        }
      }
    }
  }

  @Test func bytesBehindTheFooterAreRefused() throws {
    let bytes = try ZoneFixture.bytes("berlin")
    #expect(throws: ZoneError.malformed) { try ZoneRules(tzif: bytes + [0]) }
  }

  @Test func anotherMagicIsRefused() throws {
    var bytes = try ZoneFixture.bytes("berlin")
    bytes[0] = UInt8(ascii: "t")
    #expect(throws: ZoneError.notTZif) { try ZoneRules(tzif: bytes) }
    #expect(refusal { $0.magic = "TZiF" } == .notTZif)
    #expect(refusal { _ in } == nil)
  }

  @Test(arguments: [0, UInt8(ascii: "1"), UInt8(ascii: "5"), 255])
  func aVersionThatDoesNotKnowTheFutureIsRefused(version: UInt8) {
    #expect(refusal { $0.version = version } == .unsupportedVersion)
  }

  @Test(arguments: ["2", "3", "4"])
  func theVersionsWithAFooterAreRead(version: Unicode.Scalar) {
    #expect(refusal { $0.version = UInt8(ascii: version) } == nil)
  }

  @Test func headersOfTwoVersionsAreRefused() throws {
    var bytes = try ZoneFixture.bytes("berlin")
    bytes[4] = UInt8(ascii: "3")
    #expect(throws: ZoneError.malformed) { try ZoneRules(tzif: bytes) }
  }

  @Test(arguments: 0..<6)
  func aHugeCountIsRefusedBeforeItIsBelieved(field: Int) {
    for count in [UInt32.max, 1 << 31, 1 << 20, 10_001] {
      #expect(refusal { $0.counts[field] = count } == .tooLarge)
    }
  }

  @Test func aFileBeyondTheCapIsRefused() throws {
    let filler = [UInt8](repeating: 0, count: 256 * 1024)
    #expect(throws: ZoneError.tooLarge) { try ZoneRules(tzif: filler + [0]) }
    #expect(throws: ZoneError.notTZif) { try ZoneRules(tzif: filler) }
  }

  @Test func leapSecondsAreRefused() {
    #expect(refusal { $0.counts[2] = 1 } == .leapSeconds)
  }

  @Test func countsThatContradictAreRefused() {
    #expect(refusal { $0.types = [] } == .malformed)
    #expect(refusal { $0.names = [] } == .malformed)
    #expect(refusal { $0.standardFlags = [0, 0] } == .malformed)
    #expect(refusal { $0.universalFlags = [0, 0] } == .malformed)
    #expect(refusal { $0.standardFlags = [1] } == nil)
  }

  @Test func fieldsOutsideTheirRangeAreRefused() {
    #expect(refusal { $0.types = [(-90_000, 0, 0)] } == .malformed)
    #expect(refusal { $0.types = [(-89_999, 0, 0)] } == nil)
    #expect(refusal { $0.types = [(93_600, 0, 0)] } == .malformed)
    #expect(refusal { $0.types = [(.min, 0, 0)] } == .malformed)
    #expect(refusal { $0.types = [(0, 2, 0)] } == .malformed)
    #expect(refusal { $0.types = [(0, 0, 4)] } == .malformed)
    #expect(refusal { $0.standardFlags = [2] } == .malformed)
    #expect(refusal { $0.universalFlags = [2] } == .malformed)
  }

  @Test func transitionsOutOfOrderOrOfNoTypeAreRefused() {
    #expect(refusal { $0.transitions = [(5, 0), (5, 0)] } == .malformed)
    #expect(refusal { $0.transitions = [(5, 0), (4, 0)] } == .malformed)
    #expect(refusal { $0.transitions = [(5, 1)] } == .malformed)
    #expect(refusal { $0.transitions = [(5, 0), (253_402_300_800, 0)] } == .malformed)
    #expect(refusal { $0.transitions = [(5, 0), (.max, 0)] } == .malformed)
    #expect(refusal { $0.transitions = [(.min, 0), (253_402_300_799, 0)] } == nil)
    #expect(refusal { $0.transitions = [(4, 0), (5, 0)] } == nil)
  }

  @Test func aFooterWithoutItsLineFeedsIsRefused() {
    #expect(refusal { $0.separator = "" } == .malformed)
    #expect(refusal { $0.end = "" } == .truncated)
    #expect(refusal { $0.footer = "UTC0\n" } == .malformed)
  }

  @Test(arguments: [
    "", "UTC", "UT0", "<UTC0", "<U>0", "U2C0", ":UTC0", "UTC0 ", "UTC0\0", "UTC-", "UTC25",
    "UTC000", "UTC0:0", "UTC0:60", "UTC0:00:60", "UTC--1", "AAA0BBB", "AAA0BBB1", "AAA0BBB,",
    "AAA0,J1,J2",
    "AAA0BBB,M3.2.0", "AAA0BBB,M3.2.0,", "AAA0BBB,M3.2.0,M11.1.0,", "AAA0BBB,M0.1.0,M11.1.0",
    "AAA0BBB,M13.1.0,M11.1.0", "AAA0BBB,M3.0.0,M11.1.0", "AAA0BBB,M3.6.0,M11.1.0",
    "AAA0BBB,M3.1.7,M11.1.0", "AAA0BBB,J0,J1", "AAA0BBB,J366,J1", "AAA0BBB,366,1",
    "AAA0BBB,J1/168,J2", "AAA0BBB,J1/-168,J2", "AAA0BBB,J1/,J2", "AAA0BBB,J1/2:,J2",
    "AAA0BBB,-1,J2", "AAA0BBB,J99999999999999999999,J2", "ÄÄÄ0",
  ])
  func aFooterThatIsNoRuleIsRefused(footer: String) {
    #expect(refusal { $0.footer = footer } == .badFooter)
  }

  @Test func aFooterAgainstTheLastChangeIsRefused() {
    let change = { (zone: inout TZifBuilder) in
      zone.types = [(0, 0, 0), (3600, 0, 0)]
      zone.transitions = [(5, 0), (6, 1)]
    }
    #expect(refusal { change(&$0) } == .malformed)
    #expect(
      refusal {
        change(&$0)
        $0.footer = "AAA-1"
      } == nil)
  }

  @Test func aFooterBeyondTheCapIsRefused() {
    let name = String(repeating: "A", count: 128)
    #expect(refusal { $0.footer = name + "0" } == .tooLarge)
    #expect(refusal { $0.footer = name.dropLast() + "0" } == nil)
  }

  /// What the reader says to a small correct zone after one change to it; nil if it is read.
  private func refusal(_ change: (inout TZifBuilder) -> Void) -> ZoneError? {
    var zone = TZifBuilder(footer: "UTC0")
    change(&zone)
    do {
      _ = try ZoneRules(tzif: zone.bytes)
      return nil
    } catch {
      return error
    }
  }
}
