package import VaultModel

/// A tree head in the form of C2SP tlog-checkpoint: origin, size and root, a line each.
///
/// Extension lines are refused: ours have none, and a witness would vouch for what it cannot check.
package struct Checkpoint: Hashable, Sendable {
  /// The log's name, `vault name/vault id in 32 hexadecimal digits`; the name of its key too.
  package let origin: String
  /// How many leaves; below 2^63.
  package let size: UInt64
  /// The root over them (RFC 6962, section 2.1).
  package let root: Digest

  /// Puts the parts together.
  package init(origin: String, size: UInt64, root: Digest) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// Reads the text of a note; exactly what ``text`` writes.
  ///
  /// - Throws: ``NoteError/malformed``.
  package init(parsing text: String) throws(NoteError) {
    var lines = LineReader(Array(text.utf8))
    guard let origin = lines.line().flatMap({ String(validating: $0, as: UTF8.self) }),
      VerifierKey.isName(origin), let size = lines.line().flatMap(LineReader.decimal),
      let root = lines.line().flatMap(LineReader.digest), lines.isAtEnd
    else { throw .malformed }
    self.init(origin: origin, size: size, root: root)
  }

  /// The checkpoint in a note that one of its log's keys signed.
  ///
  /// - Parameters:
  ///   - note: the whole note.
  ///   - keys: the keys that are trusted; a witness's alone do not do.
  /// - Throws: ``NoteError``; ``NoteError/anotherLog`` if none of the keys is the log's.
  package init(_ note: SignedNote, signedBy keys: [VerifierKey]) throws(NoteError) {
    // Its form first: what is no checkpoint is told so, whoever signed it.
    try self.init(parsing: note.text)
    try requireItsLog(among: note.verified(by: keys))
  }

  /// The checkpoint in a note of which it was verified who signed it.
  ///
  /// - Throws: as ``init(_:signedBy:)``.
  package init(_ note: SignedNote, verifiedBy signers: [VerifierKey]) throws(NoteError) {
    try self.init(parsing: note.text)
    try requireItsLog(among: signers)
  }

  private func requireItsLog(among signers: [VerifierKey]) throws(NoteError) {
    let signers = signers.filter { $0.algorithm == .ed25519 }
    guard !signers.isEmpty else { throw .unknownKey }
    let name = origin
    guard signers.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      throw .anotherLog
    }
  }

  /// The origin of a vault's log.
  ///
  /// What a key's name may not hold becomes a hyphen.
  package static func origin(name: String, vault: Identifier) -> String {
    let letters = name.unicodeScalars.map { scalar in
      scalar.properties.isAlphabetic && scalar.isASCII || "0"..."9" ~= scalar
        || "._-".unicodeScalars.contains(scalar) ? Character(scalar) : "-"
    }
    return "\(letters.isEmpty ? "vault" : String(letters))/\(Hexadecimal.string(vault.bytes))"
  }

  /// The text that is signed.
  package var text: String { "\(origin)\n\(size)\n\(Base64.string(root.bytes))\n" }
}
