import Testing
import VaultCrypto
import VaultLedger
import VaultModel

@Suite struct CosignatureTests {
  private let log: TestLog
  private let witness: TestLog
  private let key: VerifierKey
  private let note: SignedNote

  init() throws {
    log = try TestLog(leaves: 3)
    witness = try TestLog("witness/ffeeddccbbaa99887766554433221100", leaves: 1)
    key = try witness.key.with(.cosignature)
    var note = try log.note()
    let message = Cosignature.message(note.text, time: 1_700_000_000)
    note.add(
      Cosignature.line(by: key, time: 1_700_000_000, signature: try witness.chain.sign(message)))
    self.note = note
  }

  @Test func theMessageIsTheSpecifications() {
    #expect(
      Cosignature.message("a\n", time: 12) == Array("cosignature/v1\ntime 12\na\n".utf8))
  }

  @Test func aCosignedNoteIsVerifiedByBoth() throws {
    let read = try SignedNote(parsing: note.encoded)
    #expect(try read.verified(by: [log.key, key]) == [log.key, key])
    #expect(try read.verified(by: [key]) == [key])
    #expect(read.signatures.last.flatMap(Cosignature.init)?.time == 1_700_000_000)
  }

  @Test func aCosignatureIsNoSignatureOfTheLog() throws {
    #expect(throws: NoteError.unknownKey) { try Checkpoint(note, signedBy: [key]) }
    // The witness's key as a log's has another id.
    #expect(throws: NoteError.unknownKey) { try note.verified(by: [witness.key]) }
  }

  @Test func anotherTimeBreaksIt() throws {
    let line = try #require(note.signatures.last)
    for index in line.signature.indices {
      var changed = note
      changed.add(
        NoteSignature(
          name: line.name, keyID: line.keyID, signature: line.signature.flipped(at: index)))
      #expect(throws: NoteError.wrongSignature) { try changed.verified(by: [key]) }
    }
    var short = note
    short.add(
      NoteSignature(
        name: line.name, keyID: line.keyID, signature: Array(line.signature.dropLast())))
    #expect(throws: NoteError.wrongSignature) { try short.verified(by: [key]) }
  }
}
