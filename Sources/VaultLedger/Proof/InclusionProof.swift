internal import VaultCrypto
package import VaultModel

/// A proof that a leaf is in a log, whole in itself (C2SP tlog-proof, files `.tlog-proof`).
///
/// The leaf goes in the line of extra data, so that the proof is all that a verifier needs beside the
/// log's key.
package struct InclusionProof: Sendable {
  private static let header = "c2sp.org/tlog-proof@v1"
  /// The most hashes: a path in a tree of fewer than 2^63 leaves.
  private static let mostHashes = 63
  /// The most bytes: a leaf in base64, the hashes, the note.
  package static let longest = SignedNote.longest + (Leaf.longest + 2) / 3 * 4 + 64 * 64

  /// The bytes of the leaf; nil where they are to be had elsewhere.
  package let leaf: [UInt8]?
  /// The leaf's index, from 0.
  package let index: UInt64
  /// From the leaf's sibling up (RFC 6962, section 2.1.1).
  package let hashes: [Digest]
  /// The checkpoint, signed, whose tree holds the leaf.
  package let checkpoint: SignedNote

  /// Puts the parts together.
  package init(leaf: [UInt8]?, index: UInt64, hashes: [Digest], checkpoint: SignedNote) {
    self.leaf = leaf
    self.index = index
    self.hashes = hashes
    self.checkpoint = checkpoint
  }

  /// Reads the text form.
  ///
  /// - Throws: ``NoteError/tooLarge``, ``NoteError/malformed``.
  package init(parsing bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= Self.longest else { throw .tooLarge }
    var lines = LineReader(bytes)
    guard lines.take(Self.header) else { throw .malformed }
    var leaf: [UInt8]?
    if let extra = lines.field("extra") {
      guard let bytes = Base64.bytes(Array(extra)), bytes.count <= Leaf.longest else {
        throw .malformed
      }
      leaf = bytes
    }
    guard let index = lines.field("index").flatMap(LineReader.decimal),
      let hashes = lines.hashes(limit: Self.mostHashes)
    else { throw .malformed }
    let checkpoint = try SignedNote(parsing: lines.rest)
    _ = try Checkpoint(parsing: checkpoint.text)
    self.init(leaf: leaf, index: index, hashes: hashes, checkpoint: checkpoint)
  }

  /// The text form.
  package var text: String {
    var text = "\(Self.header)\n"
    if let leaf { text += "extra \(Base64.string(leaf))\n" }
    text += "index \(index)\n"
    for hash in hashes { text += "\(Base64.string(hash.bytes))\n" }
    return "\(text)\n\(checkpoint.encoded)"
  }

  /// Verifies that the leaf is in the log of one of the keys.
  ///
  /// - Parameters:
  ///   - given: the leaf's bytes, where they do not come from the proof itself.
  ///   - keys: the log's keys that are trusted.
  /// - Returns: the checkpoint and the leaf that it covers.
  /// - Throws: ``NoteError``; ``NoteError/wrongProof`` where the hashes do not lead to the root.
  package func verify(
    leaf given: [UInt8]? = nil, signedBy keys: [VerifierKey]
  ) throws(NoteError) -> (checkpoint: Checkpoint, leaf: [UInt8]) {
    let head = try Checkpoint(checkpoint, signedBy: keys)
    guard let bytes = given ?? leaf, given == nil || leaf == nil || given == leaf,
      MerkleTree.isIncluded(
        SHA256.leaf(bytes), at: index, size: head.size, root: head.root, proof: hashes)
    else { throw .wrongProof }
    return (head, bytes)
  }
}
