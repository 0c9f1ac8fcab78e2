import Testing
import VaultLedger
import VaultModel

@Suite struct SignedNoteTests {
  // The example of golang.org/x/mod/sumdb/note 0.7.0.
  private let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  private let example = """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
    — EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=

    """

  @Test func gosNoteIsVerified() throws {
    let verifier = try VerifierKey(parsing: key)
    #expect(verifier.text == key)
    let note = try SignedNote(parsing: example)
    #expect(try note.verified(by: [verifier]) == [verifier])
    #expect(note.text.hasSuffix("problem is.\n"))
    #expect(note.signatures.count == 2)
    #expect(note.encoded == example)
  }

  @Test func aNoteOfNoKnownKeyIsRefused() throws {
    let other = try TestLog(leaves: 1).key
    let note = try SignedNote(parsing: example)
    #expect(throws: NoteError.unknownKey) { try note.verified(by: [other]) }
    #expect(throws: NoteError.unknownKey) { try note.verified(by: []) }
  }

  @Test func oneWrongSignatureOfAKnownKeyRefusesTheNote() throws {
    let log = try TestLog(leaves: 1)
    let known = try VerifierKey(parsing: key)
    var note = try SignedNote(parsing: example)
    note.add(
      NoteSignature(
        name: log.key.name, keyID: log.key.keyID, signature: [UInt8](repeating: 0, count: 64)))
    #expect(throws: NoteError.wrongSignature) { try note.verified(by: [known, log.key]) }
    #expect(try note.verified(by: [known]) == [known])
  }

  @Test func aSecondSignatureOfOneKeyIsRefused() throws {
    let log = try TestLog(leaves: 1)
    let note = try log.note()
    let twice = SignedNote(text: note.text, signatures: note.signatures + note.signatures)
    #expect(throws: NoteError.wrongSignature) { try twice.verified(by: [log.key]) }
  }

  @Test func theTextMayHaveEmptyLines() throws {
    let log = try TestLog(leaves: 1)
    let note = try log.sign("one\n\n\ntwo\n")
    let read = try SignedNote(parsing: note.encoded)
    #expect(read.text == "one\n\n\ntwo\n")
    #expect(try read.verified(by: [log.key]) == [log.key])
  }

  @Test func whatIsNotOfTheFormIsRefused() throws {
    let note = try TestLog(leaves: 1).note().encoded
    let line = String(note.split(separator: "\n", omittingEmptySubsequences: false)[4])
    let bad = [
      "", "\n", "\n\n", "text\n", "text\n\n", note + "x", note + "\n", String(note.dropLast()),
      note.replacing("\n", with: "\r\n"), note.replacing("—", with: "-"),
      note.replacing("— ", with: "—  "), note.replacing("/", with: "/\t"),
      note.replacing("\n\n", with: "\n"), "\(note)\(line)",
      note.replacing(line, with: "\(line) "), note.replacing(line, with: "\(line)="),
      "text\n\n— name AAAA\n", "text\n\n— name AAAAAA==\n", "text\n\n—  AAAAAAA=\n",
      "text\n\n— na+me AAAAAAA=\n", "text\n\n— na\u{2003}me AAAAAAA=\n", "te\u{7F}xt\n\n\(line)\n",
    ]
    for (number, text) in bad.enumerated() {
      #expect(throws: NoteError.malformed, "\(number)") { try SignedNote(parsing: text) }
    }
    #expect(throws: NoteError.malformed) {
      try SignedNote(parsing: [0xFF, 0x0A, 0x0A] + Array("\(line)\n".utf8))
    }
  }

  @Test func moreThanAnyIsRefused() throws {
    let note = try TestLog(leaves: 1).note()
    let line = try #require(note.signatures.first)
    let many = { SignedNote(text: note.text, signatures: Array(repeating: line, count: $0)) }
    #expect(try SignedNote(parsing: many(16).encoded).signatures.count == 16)
    #expect(throws: NoteError.tooLarge) { try SignedNote(parsing: many(17).encoded) }
    let long = String(repeating: "a", count: SignedNote.longest)
    #expect(throws: NoteError.tooLarge) { try SignedNote(parsing: long + note.encoded) }
  }
}
