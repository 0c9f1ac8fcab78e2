import CVaultCrypto
import Testing

@Suite struct X25519Tests {
  // RFC 7748, section 5.2.
  private static let products: [(scalar: String, point: String, product: String)] = [
    (
      "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
      "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
      "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"
    ),
    (
      "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
      "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
      "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"
    ),
  ]

  @Test func theProductsOfRFC7748Hold() {
    for (scalar, point, product) in Self.products {
      let (code, output) = Shim.shared(secret: hex(scalar), publicKey: hex(point))
      #expect(code == CVC_OK)
      #expect(output == hex(product))
    }
  }

  @Test func twoSidesAgreeAsInRFC7748() {
    // Section 6.1.
    let alice = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
    let bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
    let alicesKey = hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
    let bobsKey = hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")
    let agreed = hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")
    #expect(Shim.x25519Public(secret: alice) == alicesKey)
    #expect(Shim.x25519Public(secret: bob) == bobsKey)
    #expect(Shim.shared(secret: alice, publicKey: bobsKey).output == agreed)
    #expect(Shim.shared(secret: bob, publicKey: alicesKey).output == agreed)
  }

  /// The points of low order (Bernstein, "Curve25519", "What about small-subgroup attacks?"): with each,
  /// every secret would give zeros.
  static let lowOrder = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ]

  @Test(arguments: lowOrder) func aPointOfLowOrderIsRefusedAndNothingIsLeft(point: String) {
    let (code, output) = Shim.shared(
      secret: hex(Self.products[0].scalar), publicKey: hex(point))
    #expect(code == CVC_REFUSED)
    #expect(output == [UInt8](repeating: 0, count: 32))
  }
}
