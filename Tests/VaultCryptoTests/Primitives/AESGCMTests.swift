import CVaultCrypto
import Testing

@Suite struct AESGCMTests {
  // McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, test cases 13 to 16.
  private static let key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
  private static let plain = hex(
    """
    d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
    1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255
    """)
  private static let nonce = hex("cafebabefacedbaddecaf888")
  private static let cipher = hex(
    """
    522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
    8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad
    """)
  private static let aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")

  @Test func theSpecificationsCasesHold() {
    let zero = [UInt8](repeating: 0, count: 32)
    let empty = Shim.seal(key: zero, nonce: Array(zero.prefix(12)), aad: [], [])
    #expect(empty == hex("530f8afbc74536b9a963b4f1c4cb738b"))
    let block = Shim.seal(
      key: zero, nonce: Array(zero.prefix(12)), aad: [], Array(zero.prefix(16)))
    #expect(block == hex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"))
    let long = Shim.seal(key: Self.key, nonce: Self.nonce, aad: [], Self.plain)
    #expect(long == Self.cipher + hex("b094dac5d93471bdec1a502270e3cc6c"))
    let short = Array(Self.plain.prefix(60))
    let authenticated = Shim.seal(key: Self.key, nonce: Self.nonce, aad: Self.aad, short)
    #expect(authenticated == Self.cipher.prefix(60) + hex("76fc6ece0f4e1768cddf8853bb2d551b"))
  }

  @Test func wycheproofsCasesHold() throws {
    var count = 0
    for line in WycheproofGCM.cases.split(separator: "\n") {
      let words = line.split(separator: " ")
      let fields = words.map { word in
        ["-", "valid", "invalid"].contains(word) ? [] : hex(String(word))
      }
      try #require(fields.count == 7)
      let sealed = fields[5] + fields[6]
      let (code, output) = Shim.open(
        key: fields[1], nonce: fields[2], aad: fields[3], sealed)
      if line.hasPrefix("valid") {
        #expect(code == CVC_OK)
        #expect(output == fields[4])
        #expect(
          Shim.seal(key: fields[1], nonce: fields[2], aad: fields[3], fields[4]) == sealed)
      } else {
        #expect(code == CVC_REFUSED)
      }
      count += 1
    }
    #expect(count == 66)
  }

  @Test func aTamperedTagIsRefusedAndNoPlaintextIsLeft() throws {
    let sealed = try #require(
      Shim.seal(key: Self.key, nonce: Self.nonce, aad: Self.aad, Self.plain))
    for index in sealed.indices {
      let (code, output) = Shim.open(
        key: Self.key, nonce: Self.nonce, aad: Self.aad, sealed.flipped(at: index))
      #expect(code == CVC_REFUSED)
      #expect(output != Self.plain && Set(output).count < 3, "the output was wiped")
    }
  }

  @Test func aMessageShorterThanATagIsRefused() {
    for count in 0..<16 {
      let sealed = [UInt8](repeating: 0, count: count)
      #expect(
        Shim.open(key: Self.key, nonce: Self.nonce, aad: [], sealed).code == CVC_REFUSED)
    }
  }
}
