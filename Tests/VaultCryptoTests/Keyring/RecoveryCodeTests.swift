import Testing

@testable import VaultCrypto

@Suite struct RecoveryCodeTests {
  private func secret(_ text: String) throws -> [UInt8] {
    try RecoveryCode.secret(from: SecretBytes(copying: Array(text.utf8))).array
  }

  @Test func theVectorHolds() throws {
    let text = try RecoveryCode.text(of: SecretBytes(copying: counting(from: 0xa0, 16))).array
    #expect(String(decoding: text, as: UTF8.self) == FormatVectors.recoveryCode)
    #expect(try secret(FormatVectors.recoveryCode) == counting(from: 0xa0, 16))
    #expect(try secret(String(repeating: "0", count: 26)) == [UInt8](repeating: 0, count: 16))
    #expect(
      try secret("7" + String(repeating: "Z", count: 25)) == [UInt8](repeating: 0xff, count: 16))
  }

  @Test func aCodeIsReadAsPeopleWriteIt() throws {
    let plain = "01100000000000000000000000"
    let expected = try secret(plain)
    for text in ["OIL00000000000000000000000", "oil00-00000 00000-00000-000000"] {
      #expect(try secret(text) == expected)
    }
    #expect(
      try secret(FormatVectors.recoveryCode.lowercased()) == counting(from: 0xa0, 16))
  }

  @Test(arguments: [
    "", "0", "5OM6HA7955MTKTHADANEPAVBN", "050M6HA7955MTKTHADANEPAVBNF",
    "80000000000000000000000000", "U0000000000000000000000000", "0000000000000000000000000\n",
    "00000000000000000000000\u{e9}0",
  ])
  func aTextThatIsNoCodeIsRefused(text: String) {
    #expect(throws: CryptoError.wrongKey) { _ = try secret(text) }
  }
}
