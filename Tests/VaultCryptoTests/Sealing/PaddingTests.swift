import Testing

@testable import VaultCrypto

@Suite struct PaddingTests {
  private func unpadded(_ bytes: [UInt8]) throws(CryptoError) -> Int {
    try unsafe bytes.withUnsafeBufferPointer { buffer throws(CryptoError) in
      try unsafe Padding.unpaddedCount(of: UnsafeRawBufferPointer(buffer))
    }
  }

  @Test func lengthsUpTo256AreMultiplesOf32() {
    #expect(Padding.length(of: 0) == 32)
    #expect(Padding.length(of: 31) == 32)
    #expect(Padding.length(of: 32) == 64)
    #expect(Padding.length(of: 255) == 256)
    #expect((0...255).allSatisfy { Padding.length(of: $0).isMultiple(of: 32) })
  }

  // Values from the PADMÉ paper's formula, computed with Python: 257 and 272 bytes with the mark.
  @Test func longerLengthsFollowPadme() {
    #expect(Padding.length(of: 256) == 272)
    #expect(Padding.length(of: 271) == 272)
    #expect(Padding.length(of: 272) == 288)
    #expect(Padding.length(of: 1_000) == 1_024)
    #expect(Padding.length(of: 100_000) == 100_352)
    #expect(Padding.length(of: 1 << 20) == 1_081_344)
  }

  @Test func paddingNeverShortensAndAddsAtMostAnEighth() {
    var previous = 0
    for count in 256...20_000 {
      let length = Padding.length(of: count)
      #expect(length > count && length >= previous)
      #expect(length - count - 1 <= (count + 1) * 12 / 100)
      previous = length
    }
  }

  @Test func whatWasPaddedIsFoundAgain() throws {
    for count in [0, 1, 31, 32, 255, 256, 271, 272, 1_000, 5_000] {
      var bytes = [UInt8](repeating: 0x80, count: count) + [0x80]
      bytes += [UInt8](repeating: 0, count: Padding.length(of: count) - bytes.count)
      #expect(try unpadded(bytes) == count)
    }
  }

  @Test func anyOtherPaddingIsRefused() {
    let zeros = [UInt8](repeating: 0, count: 32)
    let bad: [[UInt8]] = [
      [], zeros, [0x80], zeros + [0x80], [0x80] + zeros, zeros.dropLast() + [0x81],
      [0x80] + zeros.dropLast() + zeros,
    ]
    for bytes in bad {
      #expect(throws: CryptoError.malformed) { _ = try unpadded(bytes) }
    }
  }
}
