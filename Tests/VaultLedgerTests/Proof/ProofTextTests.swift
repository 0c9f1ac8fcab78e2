import Testing
import VaultCrypto
import VaultLedger
import VaultModel

/// Proofs as files: what holds is verified, and everything else is refused.
@Suite struct ProofTextTests {
  private let log: TestLog
  private let other: TestLog

  init() throws {
    log = try TestLog(leaves: 11)
    other = try TestLog(leaves: 11)
  }

  @Test func everyLeafIsProved() throws {
    for size in 1...11 {
      for index in 0..<size {
        let proof = try log.inclusion(of: index, ofSize: size)
        let read = try InclusionProof(parsing: Array(proof.text.utf8))
        let found = try read.verify(signedBy: [log.key])
        #expect(found.leaf == log.leaves[index])
        #expect(found.checkpoint.size == UInt64(size))
        #expect(read.text == proof.text)
      }
    }
  }

  @Test func theTextIsTheSpecifications() throws {
    let proof = try log.inclusion(of: 1, ofSize: 2)
    #expect(
      proof.text == """
        c2sp.org/tlog-proof@v1
        extra \(Base64.string(log.leaves[1]))
        index 1
        \(Base64.string(log.hashes[0].bytes))

        \(try log.note(ofSize: 2).encoded)
        """)
    let consistency = try log.consistency(from: 8)
    #expect(
      consistency.text == """
        old 8
        \(Base64.string(MerkleTree.root(of: Array(log.hashes[8..<11])).bytes))

        \(try log.note().encoded)
        """)
  }

  @Test func everyGrowthIsProved() throws {
    for old in 0...11 {
      let proof = try ConsistencyProof(parsing: Array(log.consistency(from: old).text.utf8))
      let head = try proof.verify(from: log.checkpoint(ofSize: old), signedBy: [log.key])
      #expect(head == log.checkpoint())
    }
  }

  @Test func aProofOfSomethingElseIsRefused() throws {
    let proof = try log.inclusion(of: 3)
    func holds(_ proof: InclusionProof, leaf: [UInt8]? = nil) throws {
      _ = try proof.verify(leaf: leaf, signedBy: [log.key])
    }
    func with(index: UInt64? = nil, _ hashes: [Digest]? = nil, _ note: SignedNote? = nil)
      -> InclusionProof
    {
      InclusionProof(
        leaf: proof.leaf, index: index ?? proof.index, hashes: hashes ?? proof.hashes,
        checkpoint: note ?? proof.checkpoint)
    }
    try holds(proof)
    for index in [0, 2, 4, 10, 11, 1 << 62] as [UInt64] {
      #expect(throws: NoteError.wrongProof) { try holds(with(index: index)) }
    }
    #expect(throws: NoteError.wrongProof) { try holds(with(proof.hashes.dropLast())) }
    #expect(throws: NoteError.wrongProof) { try holds(with(proof.hashes + [digest(from: 0)])) }
    #expect(throws: NoteError.wrongProof) { try holds(with([])) }
    #expect(throws: NoteError.wrongProof) { try holds(with(nil, log.note(ofSize: 7))) }
    #expect(throws: NoteError.unknownKey) { try holds(with(nil, other.note())) }
    #expect(throws: NoteError.wrongProof) { try holds(proof, leaf: log.leaves[4]) }
    let bare = InclusionProof(
      leaf: nil, index: proof.index, hashes: proof.hashes, checkpoint: proof.checkpoint)
    #expect(throws: NoteError.wrongProof) { try holds(bare) }
    try holds(bare, leaf: log.leaves[3])
    // Size 0: there is no leaf in it.
    #expect(throws: NoteError.wrongProof) { try holds(with(index: 0, [], log.note(ofSize: 0))) }
  }

  @Test func aProofOfAnotherGrowthIsRefused() throws {
    let proof = try log.consistency(from: 6)
    #expect(throws: NoteError.wrongProof) {
      try proof.verify(from: log.checkpoint(ofSize: 7), signedBy: [log.key])
    }
    let forked = Checkpoint(origin: log.key.name, size: 6, root: digest(from: 1))
    #expect(throws: NoteError.wrongProof) { try proof.verify(from: forked, signedBy: [log.key]) }
    let renamed = Checkpoint(origin: "elsewhere", size: 6, root: log.checkpoint(ofSize: 6).root)
    #expect(throws: NoteError.anotherLog) { try proof.verify(from: renamed, signedBy: [log.key]) }
    #expect(throws: NoteError.unknownKey) {
      try proof.verify(from: log.checkpoint(ofSize: 6), signedBy: [other.key])
    }
    // A newer tree that is smaller.
    let shrunk = ConsistencyProof(
      oldSize: 11, hashes: [], checkpoint: try log.note(ofSize: 6))
    #expect(throws: NoteError.wrongProof) {
      try shrunk.verify(from: log.checkpoint(), signedBy: [log.key])
    }
  }

  @Test func whatIsNotOfTheFormIsRefused() throws {
    let text = try log.inclusion(of: 3).text
    let bad = [
      "", "c2sp.org/tlog-proof@v1\n", text + "x", text + "\n", " " + text, "\n" + text,
      text.replacing("@v1", with: "@v2"), text.replacing("index 3", with: "index 03"),
      text.replacing("index 3", with: "index -3"), text.replacing("index 3", with: "index 3 "),
      text.replacing("index 3", with: "Index 3"), text.replacing("index 3\n", with: ""),
      text.replacing("index 3", with: "index \(String(repeating: "3", count: 20))"),
      text.replacing("index 3\n", with: "index 3\nindex 3\n"),
      text.replacing("extra ", with: "extra  "), text.replacing("extra ", with: "extra =\nextra "),
      text.replacing("\n", with: "\r\n"), text.replacing("index 3\n", with: "index 3\n\n"),
      text.replacing(
        "index 3\n",
        with: "index 3\n"
          + String(repeating: "\(Base64.string(digest(from: 0).bytes))\n", count: 61)),
      text.replacing("index 3\n", with: "index 3\n\(Base64.string([1, 2, 3]))\n"),
    ]
    for (number, text) in bad.enumerated() {
      #expect(throws: NoteError.malformed, "\(number)") {
        try InclusionProof(parsing: Array(text.utf8))
      }
    }
    #expect(throws: NoteError.tooLarge) {
      try InclusionProof(parsing: Array(repeating: 0x61, count: InclusionProof.longest + 1))
    }
    let growth = try log.consistency(from: 6).text
    for (number, text) in [
      "", "old 6\n", growth + "x", "\n" + growth, growth.replacing("old 6", with: "old 06"),
      growth.replacing("old 6", with: "new 6"), growth.replacing("\n", with: "\r\n"),
      growth.replacing("old 6\n", with: "old 6\n\n"),
    ].enumerated() {
      #expect(throws: NoteError.malformed, "\(number)") {
        try ConsistencyProof(parsing: Array(text.utf8))
      }
    }
    #expect(throws: NoteError.tooLarge) {
      try ConsistencyProof(parsing: Array(repeating: 0x61, count: ConsistencyProof.longest + 1))
    }
  }

  /// Whatever one byte becomes, the text is refused, or it is the very same that it was.
  @Test func everyChangedByteIsRefused() throws {
    let proof = Array(try log.inclusion(of: 3).text.utf8)
    changingEveryByte(of: proof) { bytes in
      _ = try InclusionProof(parsing: bytes).verify(signedBy: [log.key])
    }
    let growth = Array(try log.consistency(from: 6).text.utf8)
    changingEveryByte(of: growth) { bytes in
      _ = try ConsistencyProof(parsing: bytes)
        .verify(from: log.checkpoint(ofSize: 6), signedBy: [log.key])
    }
    let note = Array(try log.note().encoded.utf8)
    changingEveryByte(of: note) { bytes in
      _ = try Checkpoint(SignedNote(parsing: bytes), signedBy: [log.key])
    }
  }

  @Test func everyShorterTextIsRefused() throws {
    let proof = Array(try log.inclusion(of: 3).text.utf8)
    for count in proof.indices {
      #expect(throws: NoteError.self) {
        try InclusionProof(parsing: Array(proof.prefix(count))).verify(signedBy: [log.key])
      }
    }
  }

  private func changingEveryByte(of bytes: [UInt8], _ verify: ([UInt8]) throws -> Void) {
    #expect(throws: Never.self) { try verify(bytes) }
    for index in bytes.indices {
      // Every bit, the other case, a line end, and the neighbours.
      let values = Set(
        (0..<8).map { bytes[index] ^ 1 << $0 } + [0, 0x0A, 0x0D, 0x20, 0x3D, 0x41, 0xFF])
      for value in values where value != bytes[index] {
        var changed = bytes
        changed[index] = value
        #expect(throws: NoteError.self, "byte \(index) as \(value)") { try verify(changed) }
      }
    }
  }
}
