import CVaultCrypto
import Testing

@testable import VaultCrypto

@Suite struct KeyDerivationTests {
  // RFC 5869, appendix A.1 to A.3.
  @Test func hkdfHoldsTheCasesOfRFC5869() {
    let key = [UInt8](repeating: 0x0b, count: 22)
    #expect(
      Shim.hkdf(
        key: key, salt: counting(from: 0, 13), info: counting(from: 0xf0, 10), count: 42)
        == hex(
          """
          3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf
          34007208d5b887185865
          """))
    #expect(
      Shim.hkdf(
        key: counting(from: 0, 80), salt: counting(from: 0x60, 80),
        info: counting(from: 0xb0, 80), count: 82)
        == hex(
          """
          b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c
          59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71
          cc30c58179ec3e87c14c01d5c1f3434f1d87
          """))
    #expect(
      Shim.hkdf(key: key, salt: [], info: [], count: 42)
        == hex(
          """
          8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d
          9d201395faa4b61a96c8
          """))
  }

  @Test func expandingAloneHoldsTheFirstCaseOfRFC5869() {
    let extracted = hex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5")
    #expect(
      Shim.expand(key: extracted, info: counting(from: 0xf0, 10), count: 42)
        == hex(
          """
          3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf
          34007208d5b887185865
          """))
  }

  @Test func moreThan255BlocksAreRefused() {
    let key = counting(from: 0, 32)
    #expect(Shim.expand(key: key, info: [], count: 255 * 32).count == 255 * 32)
    #expect(Shim.expand(key: key, info: [], count: 255 * 32 + 1).isEmpty)
    #expect(Shim.expand(key: key, info: [], count: 0).isEmpty)
  }

  // RFC 7914, section 12; the case with N = 2^20 takes 1 GiB and is over our cap.
  @Test func scryptHoldsTheCasesOfRFC7914() {
    #expect(
      Shim.scrypt("", salt: "", n: 16, r: 1, p: 1).output
        == hex(
          """
          77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442
          fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906
          """))
    #expect(
      Shim.scrypt("password", salt: "NaCl", n: 1024, r: 8, p: 16).output
        == hex(
          """
          fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162
          2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
          """))
    #expect(
      Shim.scrypt("pleaseletmein", salt: "SodiumChloride", n: 16_384, r: 8, p: 1).output
        == hex(
          """
          7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2
          d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
          """))
  }

  @Test func scryptsDefaultOf128MiBIsComputed() {
    #expect(Shim.scrypt("p", salt: "s", n: 1 << 17, r: 8, p: 1, count: 32).code == CVC_OK)
  }

  @Test func scryptRefusesAHostileCostBeforeComputing() {
    let hostile: [(n: UInt64, r: UInt32, p: UInt32)] = [
      (0, 8, 1), (1, 8, 1), (3, 8, 1), (1 << 19, 8, 1), (1 << 63, 8, 1), (1 << 22, 1, 1),
      (16, 0, 1), (16, 9, 1), (16, .max, 1), (16, 8, 0), (16, 8, 17), (16, 8, .max),
    ]
    for cost in hostile {
      #expect(Shim.scrypt("", salt: "", n: cost.n, r: cost.r, p: cost.p).code == CVC_ARGUMENT)
    }
  }

  @Test(arguments: [0, 19, 64, 255] as [UInt8])
  func aSlotsCostOutsideItsBoundsIsRefused(logN: UInt8) throws {
    let passphrase = try SecretBytes(copying: Array("p".utf8))
    #expect(throws: CryptoError.malformed) {
      _ = try unsafe passphrase.withBytes { bytes throws(CryptoError) in
        _ = try unsafe KeyDerivation.scrypt(bytes, salt: [], logN: logN)
      }
    }
  }
}
