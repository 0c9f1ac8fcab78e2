package import VaultModel

/// A proof that a log's newer tree goes on from an older one, with the newer checkpoint.
///
/// The text is what a C2SP tlog-witness takes as `add-checkpoint`: `old <size>`, a line for each
/// hash, an empty line, the newer checkpoint's note.
package struct ConsistencyProof: Sendable {
  /// The most hashes that a witness is sent.
  private static let mostHashes = 63
  /// The most bytes: the note and the hashes.
  package static let longest = SignedNote.longest + 64 * 64

  /// The size of the older tree.
  package let oldSize: UInt64
  /// RFC 6962, section 2.1.2; empty from an empty tree, and from the same one.
  package let hashes: [Digest]
  /// The newer checkpoint, signed.
  package let checkpoint: SignedNote

  /// Puts the parts together.
  package init(oldSize: UInt64, hashes: [Digest], checkpoint: SignedNote) {
    self.oldSize = oldSize
    self.hashes = hashes
    self.checkpoint = checkpoint
  }

  /// Reads the text form.
  ///
  /// - Throws: ``NoteError/tooLarge``, ``NoteError/malformed``.
  package init(parsing bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= Self.longest else { throw .tooLarge }
    var lines = LineReader(bytes)
    guard let oldSize = lines.field("old").flatMap(LineReader.decimal),
      let hashes = lines.hashes(limit: Self.mostHashes)
    else { throw .malformed }
    let checkpoint = try SignedNote(parsing: lines.rest)
    _ = try Checkpoint(parsing: checkpoint.text)
    self.init(oldSize: oldSize, hashes: hashes, checkpoint: checkpoint)
  }

  /// The text form.
  package var text: String {
    let lines = hashes.map { "\(Base64.string($0.bytes))\n" }.joined()
    return "old \(oldSize)\n\(lines)\n\(checkpoint.encoded)"
  }

  /// Verifies that the newer checkpoint, signed by one of the keys, goes on from `old`.
  ///
  /// - Returns: the newer checkpoint.
  /// - Throws: ``NoteError``; ``NoteError/anotherLog`` where the two are of two logs;
  ///   ``NoteError/wrongProof`` where the one does not go on from the other.
  package func verify(
    from old: Checkpoint, signedBy keys: [VerifierKey]
  ) throws(NoteError) -> Checkpoint {
    let head = try Checkpoint(checkpoint, signedBy: keys)
    guard head.origin.utf8.elementsEqual(old.origin.utf8) else { throw .anotherLog }
    guard oldSize == old.size,
      MerkleTree.isConsistent(
        oldSize: oldSize, oldRoot: old.root, newSize: head.size, newRoot: head.root,
        proof: hashes)
    else { throw .wrongProof }
    return head
  }
}
