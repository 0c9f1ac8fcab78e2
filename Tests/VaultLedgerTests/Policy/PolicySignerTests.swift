import Testing
import VaultCrypto
import VaultModel

@testable import VaultLedger

/// The file of a private policy key.
@Suite struct PolicySignerTests {
  /// From the documentation of golang.org/x/mod/sumdb/note.
  private static let go =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  private static let goPublic = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

  private func signer(_ text: String) throws -> PolicySigner {
    try PolicySigner(text: SecretBytes(copying: Array(text.utf8)))
  }

  @Test func aKeyOfGosIsRead() throws {
    for end in ["", "\n"] {
      let key = try signer(Self.go + end)
      #expect(key.verifier.text == Self.goPublic)
    }
  }

  @Test func whatIsWrittenIsReadAgainAndSigns() throws {
    let key = try PolicySigner(newNamed: "example.com/policy")
    let text = unsafe try key.text().withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    #expect(text.hasPrefix("PRIVATE+KEY+example.com/policy+") && text.hasSuffix("\n"))
    let again = try signer(text)
    #expect(again.verifier == key.verifier)
    let note = SignedNote(text: "x\n", signatures: [try again.sign("x\n")])
    #expect(try note.verified(by: [key.verifier]) == [key.verifier])
  }

  @Test(arguments: [
    ("PRIVATE", "PUBLIC"), ("c74f20a3", "c74f20a4"), ("Peter", "Petra"), ("+AYEK", "+BYEK"),
    ("DFz", "DF="), ("DFz", ""), ("DFz", "DFzz"), ("DFz", "DFz\n\n"), ("PeterNeumann+", "+"),
  ])
  func anotherTextIsNoKey(_ part: String, _ other: String) {
    #expect(throws: NoteError.malformedKey) {
      try signer(Self.go.replacing(part, with: other))
    }
  }

  @Test func everyShorterTextIsNoKey() {
    for count in 0..<Self.go.utf8.count {
      #expect(throws: NoteError.malformedKey) { try signer(String(Self.go.prefix(count))) }
    }
  }

  @Test(arguments: ["", "a b", "a+b", "é"])
  func aNameThatNoKeyHasIsRefused(_ name: String) {
    #expect(throws: NoteError.malformedKey) { try PolicySigner(newNamed: name) }
  }
}
