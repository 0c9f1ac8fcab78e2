import Testing
import VaultCrypto
import VaultLedger
import VaultModel

@Suite struct LeafTests {
  /// Computed outside this package, from the layout of the design alone (Python's `struct`).
  private static let vector = hex(
    """
    010b80010000019b76daa800000000000000004d0102030405060708090a0b0c0d0e0f100000000500066d61
    696c6572000a6e6577736c65747465720004deadbeef
    """)
  private static let leaf = Leaf(
    type: .permit, flags: 0x8001, time: timestamp(1_767_225_600_000), transaction: 77,
    tag: identifier(from: 1), policy: 5, actor: "mailer", purpose: "newsletter",
    sealed: hex("deadbeef"))

  @Test func theVectorHolds() throws {
    #expect(try Self.leaf.encoded() == Self.vector)
    #expect(try Leaf(decoding: Self.vector) == Self.leaf)
    #expect(
      SHA256.leaf(Self.vector)
        == digest("b7b15db0ee2c86ec8b9a050fbff4814ae2e6b62801fa9ef241ababfe52597e3c"))
  }

  @Test func theNumbersOfTheTypesNeverChange() {
    let expected: [LeafType] = [
      .consentRequested, .given, .renewed, .refused, .withdrawn, .revoked, .expired, .invalidated,
      .groundOpened, .groundClosed, .permit, .deny, .stored, .rectified, .exported, .erased,
      .restricted, .unrestricted, .sweep, .policyLoaded, .keyEvent, .backup, .restore,
      .clockEvent, .denialRecorded, .declassified, .readmitted,
      .requestOpened, .requestExtended, .requestAnswered, .requestRefused, .policyKey,
    ]
    #expect(LeafType.allCases == expected)
    #expect(LeafType.allCases.map(\.rawValue) == Array(1...32))
    #expect(Set(LeafType.allCases.map(\.name)).count == 32)
  }

  @Test(arguments: LeafType.allCases)
  func everyTypeIsReadAgain(type: LeafType) throws {
    var leaf = Self.leaf
    leaf.type = type
    leaf.actor = ""
    leaf.purpose = "gr\u{f6}\u{df}e"
    leaf.sealed = []
    #expect(try Leaf(decoding: leaf.encoded()) == leaf)
  }

  @Test func everyOtherLengthIsRefused() {
    for count in Self.vector.indices {
      #expect(throws: LedgerError.malformedLeaf) {
        _ = try Leaf(decoding: Array(Self.vector.prefix(count)))
      }
    }
    #expect(throws: LedgerError.malformedLeaf) { _ = try Leaf(decoding: Self.vector + [0]) }
  }

  @Test func aNewerVersionOrTypeIsToldFromDamage() {
    for (index, byte, error) in [
      (0, 2, .newerFormat), (0, 0, .malformedLeaf), (1, 33, .newerFormat), (1, 0, .malformedLeaf),
    ] as [(Int, UInt8, LedgerError)] {
      var bytes = Self.vector
      bytes[index] = byte
      #expect(throws: error) { _ = try Leaf(decoding: bytes) }
    }
  }

  @Test func aTimeOutsideItsRangeOrTextThatIsNotUTF8IsRefused() {
    var bytes = Self.vector
    bytes[4] = 0xff
    #expect(throws: LedgerError.malformedLeaf) { _ = try Leaf(decoding: bytes) }
    bytes = Self.vector
    bytes[42] = 0xff
    #expect(throws: LedgerError.malformedLeaf) { _ = try Leaf(decoding: bytes) }
  }

  @Test func aLeafAbove65535BytesIsRefused() throws {
    var leaf = Self.leaf
    let rest = try leaf.encoded().count - leaf.sealed.count
    leaf.sealed = [UInt8](repeating: 7, count: Leaf.longest - rest)
    #expect(try leaf.encoded().count == 65_535)
    #expect(try Leaf(decoding: leaf.encoded()) == leaf)
    for extra in [1, 40, 200_000] {
      leaf.sealed = [UInt8](repeating: 7, count: Leaf.longest - rest + extra)
      #expect(throws: LedgerError.tooLarge) { _ = try leaf.encoded() }
    }
    #expect(throws: LedgerError.malformedLeaf) {
      _ = try Leaf(decoding: [UInt8](repeating: 1, count: 65_536))
    }
    // A name of 65,536 bytes has a length of two bytes that says 0.
    for count in [65_536, 65_540, 131_072] {
      leaf = Self.leaf
      leaf.actor = String(repeating: "a", count: count)
      #expect(throws: LedgerError.tooLarge) { _ = try leaf.encoded() }
    }
  }
}
