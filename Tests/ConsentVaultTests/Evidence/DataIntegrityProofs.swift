import ConsentVaultTesting
import Testing
import VaultModel
import VaultPolicy

@testable import ConsentVault

@Suite struct DataIntegrityProofs {
  // W3C vc-di-eddsa, TestVectors/eddsa-jcs-2022: the document, its proof by a did:key, what was signed.
  private static let document = """
    {"@context":["https://www.w3.org/ns/credentials/v2",\
    "https://www.w3.org/ns/credentials/examples/v2"],"credentialSubject":{"alumniOf":\
    "The School of Examples","id":"did:example:abcdefgh"},"description":\
    "A minimum viable example of an Alumni Credential.","id":\
    "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33","issuer":"https://vc.example/issuers/5678",\
    "name":"Alumni Credential","type":["VerifiableCredential","AlumniCredential"],"validFrom":\
    "2023-01-01T00:00:00Z"}
    """
  private static let value =
    "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
  private static let message = """
    66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db\
    59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19
    """
  private static let method = """
    did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2\
    #z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2
    """

  private func document() throws -> JSONValue {
    try #require(JSONValue(canonical: Array(Self.document.utf8)))
  }

  /// The document of the vector with its proof.
  private func secured() throws -> JSONValue {
    let document = try document()
    let context = try #require(document["@context"])
    return document.adding([
      .init(
        "proof",
        [
          "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022",
          "created": "2023-02-24T23:36:38Z", "verificationMethod": .text(Self.method),
          "proofPurpose": "assertionMethod", "@context": context, "proofValue": .text(Self.value),
        ])
    ])
  }

  @Test func thePublishedProofHolds() throws {
    let (proof, document) = try DataIntegrityProof.verified(in: secured())
    #expect(document.canonical == Array(Self.document.utf8))
    #expect(DIDKey(publicKey: proof.publicKey).verificationMethod == Self.method)
  }

  @Test func whatIsSignedIsWhatWasPublished() throws {
    let key = try #require(DIDKey(verificationMethod: Self.method))
    let proof = DataIntegrityProof(
      publicKey: key.publicKey, created: instant("2023-02-24T23:36:38Z"))
    let made = try proof.attached(to: document()) { message in
      #expect(Hexadecimal.string(message) == Self.message)
      return try #require(Base58.bytes(Self.value.dropFirst(), limit: 88))
    }
    #expect(try made.canonical == secured().canonical)
  }

  @Test func aChangedDocumentIsForged() throws {
    let changed = try secured().removing(["name"]).adding([.init("name", "Alumni credential")])
    #expect(throws: VaultError.statementForged("")) {
      try DataIntegrityProof.verified(in: changed)
    }
  }

  @Test(arguments: ["type", "cryptosuite", "proofPurpose", "@context", "proofValue", "created"])
  func aProofWithoutAMemberIsNone(member: String) throws {
    let proof = try #require(try secured()["proof"]).removing([member])
    let changed = try secured().removing(["proof"]).adding([.init("proof", proof)])
    #expect(throws: VaultError.statementInvalid("")) {
      try DataIntegrityProof.verified(in: changed)
    }
  }

  @Test func aProofWithAMemberMoreIsNone() throws {
    let proof = try #require(try secured()["proof"]).adding([.init("domain", "example.com")])
    let changed = try secured().removing(["proof"]).adding([.init("proof", proof)])
    #expect(throws: VaultError.statementInvalid("")) {
      try DataIntegrityProof.verified(in: changed)
    }
  }

  // draft-msporny-base58, section 5.
  @Test(arguments: [
    (Array("Hello World!".utf8), "2NEpo7TZRRrLZSi2U"),
    (
      Array("The quick brown fox jumps over the lazy dog.".utf8),
      "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"
    ), ([0x00, 0x00, 0x28, 0x7F, 0xB4, 0xCD], "11233QC4"), ([], ""),
  ])
  func base58IsWhatWasPublished(bytes: [UInt8], text: String) {
    #expect(Base58.string(bytes) == text)
    #expect(Base58.bytes(text, limit: 100) == bytes)
  }

  @Test(arguments: ["0", "O", "I", "l", "a b", "+", "é", String(repeating: "2", count: 101)])
  func whatIsNoBase58IsRefused(text: String) {
    #expect(Base58.bytes(text, limit: 100) == nil)
  }

  @Test(arguments: [
    "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
    "did:web:example.com#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
    "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ3"
      + "#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", "#z6Mk", "", "did:key:z#z",
  ])
  func whatIsNoKeyIsRefused(url: String) {
    #expect(DIDKey(verificationMethod: url) == nil)
  }
}
