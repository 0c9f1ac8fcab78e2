import ConsentVault
import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultLedger
import VaultModel
import VaultStore

/// One vault as the witness of another's ledger.
@Suite struct WitnessTests {
  private let log: World
  private let witness: World
  private let key: String

  init() async throws {
    log = try await World()
    witness = try await World()
    key = try log.vault.logKeys()[0].text
  }

  private func cosign(_ note: String, proof: String? = nil) async throws -> String {
    try await witness.vault.witness(note, of: [key], proof: proof)
  }

  @Test func aCheckpointIsCosigned() async throws {
    let note = try await log.vault.checkpoint()
    let cosigned = try SignedNote(parsing: try await cosign(note))
    let cosigner = try witness.vault.logKeys()[0].with(.cosignature)
    let keys = [try VerifierKey(parsing: key), cosigner]
    #expect(try cosigned.verified(by: keys) == keys)
    let time = cosigned.signatures.last.flatMap(Cosignature.init)?.time
    #expect(time == UInt64(witness.test.clock.now().milliseconds / 1000))
    // The same tree once more, at another time.
    witness.test.clock.advance(by: .days(1))
    let again = try SignedNote(parsing: try await cosign(cosigned.encoded))
    #expect(again.signatures.count == 2)
    #expect(again.encoded != cosigned.encoded)
  }

  @Test func growthIsProvedFromWhatWasSeenLast() async throws {
    let first = try await log.vault.checkpoint()
    _ = try await cosign(first)
    _ = try await log.vault.restrict(log.anna)
    let second = try await log.vault.checkpoint()
    let growth = try await log.vault.proveConsistency(from: first)
    #expect(await code(of: { _ = try await cosign(second) }) == "PROOF_NEEDED")
    #expect(await code(of: { _ = try await cosign(second, proof: "") }) == "PROOF_INVALID")
    let from = try await log.vault.proveConsistency(from: second)
    #expect(await code(of: { _ = try await cosign(second, proof: from) }) == "PROOF_NEEDED")
    let lines = growth.split(separator: "\n", omittingEmptySubsequences: false)
    let swapped = ([lines[0], lines[2], lines[1]] + lines[3...]).joined(separator: "\n")
    #expect(lines[2].count == 44, "the proof has two hashes")
    #expect(await code(of: { _ = try await cosign(second, proof: swapped) }) == "PROOF_WRONG")
    _ = try await cosign(second, proof: growth)
    #expect(
      await code(of: { _ = try await cosign(first) }) == "WITNESSED_LOG_ROLLED_BACK")
  }

  @Test func aForkIsRefused() async throws {
    let fork = try VaultCopy(of: log.test).open()
    let common = try await log.vault.checkpoint()
    _ = try await cosign(common)
    // The copy keeps the name of the log that it had before: its key is the same.
    let head = try Checkpoint(parsing: SignedNote(parsing: common).text)
    _ = try await fork.restrict(log.anna)
    _ = try await log.vault.restrict(log.ben)
    let tree = try fork.store.read { try $0.ledgerPosition().frontier }
    let text = Checkpoint(origin: head.origin, size: tree.size, root: tree.root).text
    let verifier = try VerifierKey(parsing: key)
    let forked = SignedNote(
      text: text,
      signatures: [
        NoteSignature(
          name: verifier.name, keyID: verifier.keyID,
          signature: try fork.keys.sign(Array(text.utf8)))
      ])
    let second = try await log.vault.checkpoint()
    _ = try await cosign(second, proof: log.vault.proveConsistency(from: common))
    #expect(
      await code(of: { _ = try await cosign(forked.encoded) }) == "WITNESSED_LOG_FORKED")
  }

  @Test func onlyAnotherLogUnderAKnownKeyIsCosigned() async throws {
    let note = try await log.vault.checkpoint()
    let stranger = try witness.vault.logKeys()[0].text
    let run = { (keys: [String]) in
      await code(of: { _ = try await witness.vault.witness(note, of: keys) })
    }
    #expect(await run([stranger]) == "CHECKPOINT_UNTRUSTED")
    #expect(await run([]) == "CHECKPOINT_UNTRUSTED")
    #expect(await run(["x"]) == "VERIFIER_KEY_INVALID")
    #expect(await run([key]) == nil)
    #expect(
      await code(of: { _ = try await log.vault.witness(note, of: [key]) }) == "CHECKPOINT_OWN")
    #expect(
      await code(of: { _ = try await cosign(note.replacing("\n\n", with: "\nx\n\n")) })
        == "CHECKPOINT_INVALID")
  }
}
