internal import VaultCrypto
internal import VaultModel

/// One signature line of a note (C2SP signed-note): `— name base64(key id u32 ‖ signature)`.
package struct NoteSignature: Sendable {
  /// The most bytes of a signature that are read; an ML-DSA-44 cosignature has 2,428.
  static let longest = 8 << 10
  private static let dash = Array("— ".utf8)

  /// The key's name; not empty, without spaces and plus signs.
  package let name: String
  /// The first four bytes of SHA-256(name ‖ 0A ‖ type ‖ public key), big-endian.
  package let keyID: UInt32
  /// What the key's algorithm made of the text.
  package let signature: [UInt8]

  /// Puts the parts together.
  package init(name: String, keyID: UInt32, signature: [UInt8]) {
    self.name = name
    self.keyID = keyID
    self.signature = signature
  }

  /// Reads a line without its newline.
  init(parsing line: ArraySlice<UInt8>) throws(NoteError) {
    guard line.starts(with: Self.dash) else { throw .malformed }
    let parts = line.dropFirst(Self.dash.count).split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count <= Self.longest / 3 * 4,
      let name = String(validating: parts[0], as: UTF8.self), VerifierKey.isName(name),
      let bytes = Base64.bytes(Array(parts[1]))
    else { throw .malformed }
    var reader = ByteReader(bytes)
    guard let keyID = reader.number(UInt32.self), let signature = reader.take(reader.remaining),
      !signature.isEmpty
    else { throw .malformed }
    self.init(name: name, keyID: keyID, signature: Array(signature))
  }

  /// The line without its newline.
  var line: String { "— \(name) \(Base64.string(Array(bigEndian: keyID) + signature))" }
}
