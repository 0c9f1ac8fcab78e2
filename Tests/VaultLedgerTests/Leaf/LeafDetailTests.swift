import Testing
import VaultCrypto
import VaultLedger
import VaultModel

@Suite struct LeafDetailTests {
  /// Every field, computed outside this package (Python's `struct`).
  private static let vector = hex(
    """
    0101001e000d636f6e746163742e656d61696c000d636f6e746163742e70686f6e65020005656d61696c0300
    0473656c66040004726561640500090007455850495245440600200102030405060708090a0b0c0d0e0f1011
    12131415161718191a1b1c1d1e1f200700102122232425262728292a2b2c2d2e2f3008001031323334353637
    38393a3b3c3d3e3f40090005636c65726b0a00080000019b76daa8000b0008000001a2ce8bd4000c000f6e65
    77736c65747465722d323032360d00087765622d666f726d0e0019000d636f6e746163742e656d61696c0004
    776f726b000000030f00200006636c6f73656400000000000000020006657261736564000000000000000510
    0007626563617573651100304142434445464748494a4b4c4d4e4f50
    5152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f70
    1200150007636f7572696572000a7461782d6f666669636513002b7172737475767778797a7b7c7d7e7f8000
    0001a2ce8bd40000116c6567616c2e7461782d7265636f726473
    """)
  private static let detail = LeafDetail(
    categories: ["contact.email", "contact.phone"], channel: "email", recipient: "self",
    operation: "read", reasons: ["EXPIRED"],
    permissions: [identifier(from: 1), identifier(from: 17)], denial: identifier(from: 33),
    request: identifier(from: 49), typist: "clerk", eventTime: timestamp(1_767_225_600_000),
    until: timestamp(1_798_761_600_000), notice: "newsletter-2026", method: "web-form",
    values: [LeafValue(category: "contact.email", key: "work", version: 3)],
    counts: ["erased": 5, "closed": 2], text: "because",
    standings: [LeafStanding(subject: identifier(from: 65), digest: digest(from: 81))],
    recipients: ["courier", "tax-office"],
    grounds: [
      LeafGround(
        id: identifier(from: 113), purpose: "legal.tax-records",
        until: timestamp(1_798_761_600_000))
    ])

  @Test func theVectorHolds() throws {
    #expect(try Self.detail.encoded() == Self.vector)
    #expect(try LeafDetail(decoding: Self.vector) == Self.detail)
  }

  @Test func nothingIsOneByteAndAbsentDiffersFromEmpty() throws {
    #expect(try LeafDetail().encoded() == [1])
    #expect(try LeafDetail(decoding: [1]) == LeafDetail())
    let empty = LeafDetail(channel: "", text: "")
    #expect(try LeafDetail(decoding: empty.encoded()) == empty)
    #expect(try empty.encoded() == hex("01 02 0000 10 0000"))
  }

  @Test func theOrderOfListsIsKept() throws {
    let detail = LeafDetail(
      categories: ["b", "a", "b"], reasons: ["Z", "A"],
      permissions: [identifier(from: 9), identifier(from: 1)])
    #expect(try LeafDetail(decoding: detail.encoded()) == detail)
  }

  @Test func everyOtherLengthIsRefused() throws {
    var ends = 0
    for count in Self.vector.indices {
      // Cut between two fields it is a shorter detail, and reads as one.
      if let cut = try? LeafDetail(decoding: Array(Self.vector.prefix(count))) {
        #expect(try cut.encoded() == Array(Self.vector.prefix(count)))
        ends += 1
      }
    }
    #expect(ends == 19)
  }

  @Test(arguments: [
    "", "00", "01 10", "01 02 0001", "01 02 0000 02 0000", "01 10 0000 02 0000", "01 00 0000",
    "01 01 0000", "01 01 0003 0002 61", "01 06 0000", "01 06 000f 000102030405060708090a0b0c0d0e",
    "01 07 0000", "01 0a 0007 00000000000000", "01 0a 0008 ffffffffffffffff",
    "01 02 0002 c328", "01 0e 0004 0000 0000", "01 0f 0000",
    "01 0f 0016 0001 62 0000000000000001 0001 61 0000000000000001",
    "01 0f 0016 0001 61 0000000000000001 0001 61 0000000000000001", "01 11 0000",
    "01 11 0001 00", "01 12 0000", "01 13 0000",
    "01 13 001a 000102030405060708090a0b0c0d0e0f"
      + "ffffffffffffffff 0000",
  ])
  func aBadEncodingIsRefused(digits: String) {
    #expect(throws: LedgerError.malformedDetail) { _ = try LeafDetail(decoding: hex(digits)) }
  }

  @Test func aNewerVersionOrFieldIsToldFromDamage() {
    for digits in ["02", "01 14 0000", "01 10 0000 ff 0000"] {
      #expect(throws: LedgerError.newerFormat) { _ = try LeafDetail(decoding: hex(digits)) }
    }
  }

  @Test func aFieldThatDoesNotFitIsRefused() {
    let long = String(repeating: "x", count: 65_536)
    let details = [
      LeafDetail(text: long), LeafDetail(categories: [long]), LeafDetail(counts: [long: 1]),
      LeafDetail(values: [LeafValue(category: "c", key: long, version: 1)]),
      LeafDetail(permissions: Array(repeating: identifier(from: 1), count: 4_096)),
    ]
    for detail in details {
      #expect(throws: LedgerError.tooLarge) { _ = try detail.encoded() }
    }
  }

  @Test func itTravelsSealedInsideALeaf() throws {
    let (secret, other) = (try LogSecret.random(), try LogSecret.random())
    let leaf = Leaf(
      type: .permit, time: timestamp(0), transaction: 1, tag: try secret.tag(leaf: 0), policy: 1,
      actor: "a", purpose: "p", sealed: try secret.seal(private: Self.detail.encoded()))
    let read = try Leaf(decoding: leaf.encoded())
    #expect(try LeafDetail(decoding: secret.open(private: read.sealed)) == Self.detail)
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try other.open(private: read.sealed)
    }
  }
}
