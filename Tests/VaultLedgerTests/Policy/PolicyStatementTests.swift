import Testing
import VaultCrypto
import VaultModel

@testable import VaultLedger

/// What is signed of a policy, to the byte.
@Suite struct PolicyStatementTests {
  private static let digest = SHA256.digest(of: [1])
  private static let text = """
    cvault/v1/signed-policy
    policy shop
    version 2026.1
    digest sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
    notice a-b.en sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
    notice a.en sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a

    """

  private static let statement = PolicyStatement(
    name: "shop", version: "2026.1", digest: digest,
    notices: [
      .init(name: "a.en", digest: digest), .init(id: "a-b", language: "en", text: "\u{1}"),
    ])

  @Test func aStatementHasOneText() throws {
    #expect(Self.statement.text == Self.text)
    #expect(try PolicyStatement(parsing: Self.text) == Self.statement)
  }

  @Test(arguments: [
    ("cvault/v1/signed-policy", "cvault/v2/signed-policy"), ("policy shop", "policy sh op"),
    ("policy shop", "policy "), ("sha256:4b", "sha256:4B"), ("sha256:", "sha512:"),
    ("a-b.en", "b.en"), ("a.en", "a-b.en"), ("notice a.en", "other a.en"),
    ("785459a\n", "785459a\n\n"), ("version 2026.1\n", ""), ("785459a\n", "785459a \n"),
  ])
  func anotherFormIsRefused(_ part: String, _ other: String) {
    #expect(Self.text.contains(part))
    #expect(throws: NoteError.malformed) {
      try PolicyStatement(parsing: Self.text.replacing(part, with: other, maxReplacements: 1))
    }
  }

  @Test func aSignatureIsOfItsStatementAndBytesOfNoOther() throws {
    let signer = try PolicySigner(newNamed: "example.com/policy")
    let note = SignedNote(text: Self.text, signatures: [try signer.sign(Self.text)])
    func statement(_ note: SignedNote, by key: VerifierKey) throws -> PolicyStatement {
      try PolicySignature(key: key, note: note.encoded, endorsement: nil).statement()
    }
    #expect(try statement(note, by: signer.verifier) == Self.statement)
    let other = SignedNote(
      text: Self.text.replacing("2026", with: "2027"), signatures: note.signatures)
    #expect(throws: NoteError.wrongSignature) { try statement(other, by: signer.verifier) }
    let stranger = try PolicySigner(newNamed: "example.com/policy")
    #expect(throws: NoteError.unknownKey) { try statement(note, by: stranger.verifier) }
  }
}
