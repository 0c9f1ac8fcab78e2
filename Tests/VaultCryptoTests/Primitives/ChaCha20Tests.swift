import CVaultCrypto
import Testing

@Suite struct ChaCha20Tests {
  // RFC 8439, section 2.8.2.
  private static let key = counting(from: 0x80, 32)
  private static let nonce = hex("070000004041424344454647")
  private static let aad = hex("50515253c0c1c2c3c4c5c6c7")
  private static let plain = Array(
    """
    Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
    sunscreen would be it.
    """.utf8)
  private static let sealed = hex(
    """
    d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6
    3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36
    92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc
    3ff4def08e4b7a9de576d26586cec64b6116
    1ae10b594f09e26a7e902ecbd0600691
    """)

  @Test func theCaseOfRFC8439Holds() {
    let sealed = Shim.chachaSeal(key: Self.key, nonce: Self.nonce, aad: Self.aad, Self.plain)
    #expect(sealed == Self.sealed)
    let (code, output) = Shim.chachaOpen(
      key: Self.key, nonce: Self.nonce, aad: Self.aad, Self.sealed)
    #expect(code == CVC_OK)
    #expect(output == Self.plain)
  }

  @Test func aChangedByteIsRefusedAndNoPlaintextIsLeft() {
    for index in Self.sealed.indices {
      let (code, output) = Shim.chachaOpen(
        key: Self.key, nonce: Self.nonce, aad: Self.aad, Self.sealed.flipped(at: index))
      #expect(code == CVC_REFUSED)
      #expect(Set(output) == [0])
    }
  }

  @Test func aMessageShorterThanATagIsRefused() {
    for count in 0..<16 {
      let sealed = [UInt8](repeating: 0, count: count)
      let code = Shim.chachaOpen(key: Self.key, nonce: Self.nonce, aad: [], sealed).code
      #expect(code == CVC_REFUSED)
    }
  }
}
