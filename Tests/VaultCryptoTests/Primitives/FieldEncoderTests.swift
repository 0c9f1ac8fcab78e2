import Testing
import VaultCrypto
import VaultModel

@Suite struct FieldEncoderTests {
  private func encoded(_ build: (inout FieldEncoder) -> Void) throws -> [UInt8] {
    var fields = FieldEncoder("L")
    build(&fields)
    return try fields.bytes
  }

  @Test func everyFieldStandsBehindItsLength() throws {
    #expect(try encoded { _ in } == hex("0001 4c"))
    #expect(try encoded { $0.append("ab") } == hex("0001 4c 0002 6162"))
    #expect(try encoded { $0.append([1, 2, 3]) } == hex("0001 4c 0003 010203"))
    #expect(try encoded { $0.append(0x12 as UInt8) } == hex("0001 4c 0001 12"))
    #expect(try encoded { $0.append(0x1234 as UInt16) } == hex("0001 4c 0002 1234"))
    #expect(try encoded { $0.append(0x1234 as UInt32) } == hex("0001 4c 0004 00001234"))
    #expect(try encoded { $0.append(0x1234 as UInt64) } == hex("0001 4c 0008 0000000000001234"))
    #expect(
      try encoded { $0.append(Fixture.vault) }
        == hex("0001 4c 0010 e0e1e2e3e4e5e6e7e8e9eaebecedeeef"))
    #expect(try encoded { $0.append(Fixture.time) } == hex("0001 4c 0008 0000019b76daa800"))
    let digest = SHA256.digest(of: [])
    #expect(try encoded { $0.append(digest) } == hex("0001 4c 0020") + digest.bytes)
  }

  @Test func movingAByteToTheNextFieldChangesTheEncoding() throws {
    let one = try encoded {
      $0.append("ab")
      $0.append("c")
    }
    let other = try encoded {
      $0.append("a")
      $0.append("bc")
    }
    #expect(one != other)
  }

  @Test func absentDiffersFromEmpty() throws {
    #expect(try encoded { $0.append(optional: nil as String?) } == hex("0001 4c 0001 00"))
    #expect(try encoded { $0.append(optional: "") } == hex("0001 4c 0001 01"))
    #expect(try encoded { $0.append(optional: "a") } == hex("0001 4c 0002 0161"))
    #expect(
      try encoded { $0.append(optional: Fixture.time) } == hex("0001 4c 0009 010000019b76daa800"))
    #expect(
      try encoded { $0.append(optional: Fixture.vault) }
        == hex("0001 4c 0011 01 e0e1e2e3e4e5e6e7e8e9eaebecedeeef"))
  }

  @Test func aSetIsSortedByBytesAndHoldsEachMemberOnce() throws {
    let set = hex("0001 4c 0002 0003 0001 41 0001 61 0002 6162")
    #expect(try encoded { $0.append(set: ["ab", "a", "A", "ab"]) } == set)
    #expect(try encoded { $0.append(set: ["A", "ab", "a"]) } == set)
    #expect(try encoded { $0.append(set: []) } == hex("0001 4c 0002 0000"))
  }

  @Test func canonicallyEquivalentSpellingsAreTwoMembers() throws {
    // U+00E9 and U+0065 U+0301 are one String to Swift and two byte strings to a key.
    let bytes = try encoded { $0.append(set: ["\u{e9}", "e\u{301}"]) }
    #expect(bytes == hex("0001 4c 0002 0002 0003 65cc81 0002 c3a9"))
  }

  @Test func aFieldThatDoesNotFitIsAnErrorAndNeverCutShort() throws {
    let longest = [UInt8](repeating: 7, count: 65_535)
    #expect(try encoded { $0.append(longest) }.count == 3 + 2 + 65_535)
    let overflows: [(inout FieldEncoder) -> Void] = [
      { $0.append(longest + [7]) }, { $0.append(optional: longest) },
      { $0.append(set: (0..<65_536).map(String.init)) },
      {
        $0.append(longest + [7])
        $0.append("more")
      },
    ]
    for overflow in overflows {
      #expect(throws: CryptoError.tooLarge) { _ = try encoded(overflow) }
    }
    #expect(throws: CryptoError.tooLarge) {
      _ = try FieldEncoder(String(repeating: "x", count: 65_536)).bytes
    }
  }
}
