/// Text signed by one or more keys (C2SP signed-note): the text, an empty line, signature lines.
///
/// Read to the byte: UTF-8, no control character but the newline, canonical base64.
package struct SignedNote: Sendable {
  /// The most bytes that are read.
  package static let longest = 1 << 20
  /// The most signatures that are read: as many as every reader must take.
  package static let mostSignatures = 16
  static let newline = UInt8(ascii: "\n")

  /// What is signed; ends in a newline.
  package let text: String
  /// The signatures in their order; none was verified.
  package private(set) var signatures: [NoteSignature]

  /// Puts the parts together.
  package init(text: String, signatures: [NoteSignature]) {
    self.text = text
    self.signatures = signatures
  }

  /// Reads a note.
  ///
  /// - Throws: ``NoteError/tooLarge``, ``NoteError/malformed``.
  package init(parsing bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= Self.longest else { throw .tooLarge }
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == Self.newline }),
      bytes.last == Self.newline, let split = Self.lastEmptyLine(in: bytes),
      let text = String(validating: bytes[...split], as: UTF8.self)
    else { throw .malformed }
    var lines = LineReader(Array(bytes[(split + 2)...]))
    signatures = []
    while let line = lines.line() {
      guard signatures.count < Self.mostSignatures else { throw .tooLarge }
      signatures.append(try NoteSignature(parsing: line))
    }
    guard !signatures.isEmpty, lines.isAtEnd else { throw .malformed }
    self.text = text
  }

  /// Reads a note from text.
  package init(parsing text: String) throws(NoteError) { try self.init(parsing: Array(text.utf8)) }

  /// The index of the newline before the last empty line.
  private static func lastEmptyLine(in bytes: [UInt8]) -> Int? {
    var index = bytes.count - 2
    while index >= 0 {
      if bytes[index] == newline && bytes[index + 1] == newline { return index }
      index -= 1
    }
    return nil
  }

  /// The whole note.
  package var encoded: String {
    "\(text)\n" + signatures.map { "\($0.line)\n" }.joined()
  }

  /// Adds a signature line; one by the same key is replaced.
  package mutating func add(_ signature: NoteSignature) {
    signatures.removeAll {
      $0.name.utf8.elementsEqual(signature.name.utf8) && $0.keyID == signature.keyID
    }
    signatures.append(signature)
  }

  /// Which of the keys signed it; signatures of others are passed over.
  ///
  /// - Throws: ``NoteError/unknownKey`` if none did; ``NoteError/wrongSignature`` if one that names a
  ///   known key does not hold, whatever the others say.
  package func verified(by keys: [VerifierKey]) throws(NoteError) -> [VerifierKey] {
    var signers: [VerifierKey] = []
    for signature in signatures {
      guard let key = keys.first(where: { $0.names(signature) }) else { continue }
      // A key that appears twice is somebody's trick: one of the two is not the one that counts.
      guard key.verifies(signature, of: text), !signers.contains(key) else {
        throw .wrongSignature
      }
      signers.append(key)
    }
    guard !signers.isEmpty else { throw .unknownKey }
    return signers
  }
}
