internal import VaultCrypto
internal import VaultModel

/// A public key that signs notes: of a log, or of a witness (C2SP signed-note, tlog-cosignature).
///
/// Its text is `name+key id in 8 hexadecimal digits+base64(type ‖ public key)`.
package struct VerifierKey: Hashable, Sendable {
  /// The algorithms that are read.
  ///
  /// Numbers of the specification.
  package enum Algorithm: UInt8, Sendable {
    /// Ed25519 (RFC 8032) over the text: what a log signs with.
    case ed25519 = 1
    /// The same with the time before the text: what a witness cosigns with.
    case cosignature = 4
  }

  /// The name; not empty, without spaces and plus signs.
  ///
  /// INVARIANT: ASCII only here, so that two names are equal if their bytes are.
  package let name: String
  /// What a signature by it is over.
  package let algorithm: Algorithm
  /// 32 bytes (RFC 8032).
  package let publicKey: [UInt8]

  /// Puts the parts together.
  ///
  /// - Throws: ``NoteError/malformedKey`` for a name or a key that cannot be one.
  package init(
    name: String, algorithm: Algorithm = .ed25519, publicKey: [UInt8]
  ) throws(NoteError) {
    guard Self.isName(name), name.utf8.allSatisfy({ $0 < 0x80 }), name.utf8.count <= 1 << 10,
      publicKey.count == 32
    else { throw .malformedKey }
    self.name = name
    self.algorithm = algorithm
    self.publicKey = publicKey
  }

  /// Reads the text form.
  ///
  /// - Throws: ``NoteError/malformedKey``, also where the key id is not that of the key.
  package init(parsing text: String) throws(NoteError) {
    // The name has no plus sign; the base64 may.
    let parts = text.utf8.split(
      separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
    guard text.utf8.count <= 2 << 10, parts.count == 3, let name = String(parts[0]),
      let id = String(parts[1]), let encoded = String(parts[2]),
      let bytes = Base64.bytes(encoded), let algorithm = bytes.first.flatMap(Algorithm.init)
    else { throw .malformedKey }
    try self.init(name: name, algorithm: algorithm, publicKey: Array(bytes.dropFirst()))
    guard id == idText else { throw .malformedKey }
  }

  /// The first four bytes of SHA-256(name ‖ 0A ‖ type ‖ public key), big-endian.
  package var keyID: UInt32 {
    let hashed = Array(name.utf8) + [SignedNote.newline, algorithm.rawValue] + publicKey
    return SHA256.digest(of: hashed).bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The text form.
  package var text: String {
    "\(name)+\(idText)+\(Base64.string([algorithm.rawValue] + publicKey))"
  }

  /// The same key as another algorithm's.
  package func with(_ algorithm: Algorithm) throws(NoteError) -> VerifierKey {
    try VerifierKey(name: name, algorithm: algorithm, publicKey: publicKey)
  }

  /// The key id in 8 hexadecimal digits.
  var idText: String { Hexadecimal.string(Array(bigEndian: keyID)) }

  /// Whether a signature line names this key.
  func names(_ signature: NoteSignature) -> Bool {
    name.utf8.elementsEqual(signature.name.utf8) && keyID == signature.keyID
  }

  /// Whether a signature that names this key holds.
  func verifies(_ signature: NoteSignature, of text: String) -> Bool {
    switch algorithm {
    case .ed25519:
      return Ed25519Signature.isValid(signature.signature, of: Array(text.utf8), by: publicKey)
    case .cosignature:
      guard let cosignature = Cosignature(signature) else { return false }
      return Ed25519Signature.isValid(
        cosignature.signature, of: Cosignature.message(text, time: cosignature.time),
        by: publicKey)
    }
  }

  /// Not empty, without Unicode spaces and plus signs; control characters are refused with the note.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" && $0 >= " " }
  }
}
