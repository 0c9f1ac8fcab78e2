import Testing
import VaultModel

@Suite struct Base64Tests {
  // RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func textIsTheStandards(_ plain: String, _ text: String) {
    #expect(Base64.string(Array(plain.utf8)) == text)
    #expect(Base64.bytes(text) == Array(plain.utf8))
  }

  @Test func everyByteComesBack() {
    for count in 0..<9 {
      for byte in UInt8.min...UInt8.max {
        let bytes = [UInt8](repeating: byte, count: count)
        #expect(Base64.bytes(Base64.string(bytes)) == bytes)
      }
    }
  }

  @Test(arguments: [
    "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "=", "====", "Zm9v=", "Zm9v====", "Zm 9v", "Zm9v\n",
    "Zm9v\r\n", "Z-9v", "Z_9v", "Zg==Zg==", "Z=g=", "Zm9é",
  ])
  func anotherSpellingIsRefused(_ text: String) { #expect(Base64.bytes(text) == nil) }
}
