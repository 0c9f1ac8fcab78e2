import Testing
import VaultCrypto
import VaultLedger
import VaultModel

@Suite struct CheckpointTests {
  @Test func textComesBack() throws {
    let head = try TestLog(leaves: 5).checkpoint()
    #expect(try Checkpoint(parsing: head.text) == head)
    // The empty tree's root is the hash of nothing (RFC 6962, section 2.1).
    let empty = Checkpoint(origin: "a", size: 0, root: MerkleTree.root(of: []))
    #expect(empty.text == "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")
    #expect(try Checkpoint(parsing: empty.text) == empty)
  }

  @Test func whatIsNotOfTheFormIsRefused() throws {
    let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    let bad = [
      "", "\n", "a\n", "a\n0\n", "a\n0\n\(root)", "\n0\n\(root)\n", "a\n00\n\(root)\n",
      "a\n01\n\(root)\n", "a\n-1\n\(root)\n", "a\n+1\n\(root)\n", "a\n 1\n\(root)\n",
      "a\n0x1\n\(root)\n", "a\n1 \n\(root)\n", "a\n\n\(root)\n", "a b\n1\n\(root)\n",
      "a+b\n1\n\(root)\n", "a\n1\n\(root)\nextension\n", "a\n1\n\(root)\n\n",
      "a\n1\n\(root.dropLast())\n", "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
      "a\n1\nAAAA\n", "a\n1\n\(Base64.string([UInt8](repeating: 0, count: 33)))\n",
      "a\r\n1\r\n\(root)\r\n",
      // 2^63, 2^64, and more digits than any number has.
      "a\n9223372036854775808\n\(root)\n", "a\n18446744073709551616\n\(root)\n",
      "a\n\(String(repeating: "9", count: 400))\n\(root)\n",
    ]
    for (number, text) in bad.enumerated() {
      #expect(throws: NoteError.malformed, "\(number)") { try Checkpoint(parsing: text) }
    }
    #expect(try Checkpoint(parsing: "a\n9223372036854775807\n\(root)\n").size == 1 << 63 - 1)
  }

  @Test func onlyItsLogsKeySignsACheckpoint() throws {
    let log = try TestLog(leaves: 5)
    let other = try TestLog("shop/ffeeddccbbaa99887766554433221100", leaves: 5)
    #expect(try Checkpoint(log.note(), signedBy: [other.key, log.key]) == log.checkpoint())
    #expect(throws: NoteError.unknownKey) { try Checkpoint(log.note(), signedBy: [other.key]) }
    // A trusted key signs for its own log alone.
    let foreign = try log.sign(other.checkpoint().text)
    #expect(throws: NoteError.anotherLog) { try Checkpoint(foreign, signedBy: [log.key]) }
    // The right key under another name has another id.
    let renamed = try log.sign(log.checkpoint().text, as: "elsewhere")
    #expect(throws: NoteError.unknownKey) { try Checkpoint(renamed, signedBy: [log.key]) }
  }

  @Test func theOriginIsAName() throws {
    let id = identifier(from: 0)
    let hex = "000102030405060708090a0b0c0d0e0f"
    for (name, origin) in [
      ("shop", "shop/\(hex)"), ("my shop+1", "my-shop-1/\(hex)"), ("", "vault/\(hex)"),
      ("Läden\n", "L-den-/\(hex)"), ("a.b_c-9", "a.b_c-9/\(hex)"),
    ] {
      #expect(Checkpoint.origin(name: name, vault: id) == origin)
      #expect(throws: Never.self) {
        try VerifierKey(name: origin, publicKey: [UInt8](repeating: 1, count: 32))
      }
    }
  }
}
