import Testing
import VaultCrypto
import VaultLedger
import VaultModel

@Suite struct VerifierKeyTests {
  // Of the checksum database of Go, as golang.org/x/mod and cmd/go have it.
  @Test func theKeyOfGosChecksumDatabaseIsRead() throws {
    let text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    let key = try VerifierKey(parsing: text)
    #expect(key.name == "sum.golang.org")
    #expect(key.keyID == 0x033d_e0ae)
    #expect(key.text == text)
  }

  @Test func everyChangedCharacterIsRefused() throws {
    let text = Array(try TestLog(leaves: 1).key.text.utf8)
    for index in text.indices {
      for bit in 0..<8 {
        var changed = text
        changed[index] ^= 1 << bit
        guard let spelled = String(validating: changed, as: UTF8.self) else { continue }
        #expect(throws: NoteError.malformedKey, "\(index) \(bit)") {
          try VerifierKey(parsing: spelled)
        }
      }
    }
  }

  @Test func whatIsNoKeyIsRefused() throws {
    let key = try TestLog(leaves: 1).key
    let bytes = key.publicKey
    let bad = [
      "", "+", "++", "name", "name+00000000", "name+00000000+", key.text + "\n", " " + key.text,
      key.text + "+", key.text.dropLast() + "", key.text.uppercased(),
    ]
    for text in bad {
      #expect(throws: NoteError.malformedKey) { try VerifierKey(parsing: text) }
    }
    for name in ["", "a b", "a+b", "a\nb", "ä", String(repeating: "a", count: 1025)] {
      #expect(throws: NoteError.malformedKey) { try VerifierKey(name: name, publicKey: bytes) }
    }
    #expect(throws: NoteError.malformedKey) {
      try VerifierKey(name: "a", publicKey: Array(bytes.dropLast()))
    }
    // An algorithm that is none of ours, with its right id.
    let hashed = Array("a\n".utf8) + [2] + bytes
    let id = Hexadecimal.string(SHA256.digest(of: hashed).bytes.prefix(4))
    #expect(throws: NoteError.malformedKey) {
      try VerifierKey(parsing: "a+\(id)+\(Base64.string([2] + bytes))")
    }
  }
}
