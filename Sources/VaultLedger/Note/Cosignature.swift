internal import VaultCrypto
internal import VaultModel

/// A witness's timestamped Ed25519 signature (C2SP tlog-cosignature): `time u64 s ‖ signature 64`.
///
/// It states that, as of the time, this is the largest consistent tree that the witness has seen of
/// the log.
package struct Cosignature: Sendable {
  /// Seconds since 1970 UTC.
  package let time: UInt64
  /// 64 bytes (RFC 8032), over ``message(_:time:)``.
  package let signature: [UInt8]

  /// Reads what stands behind a key id; nil if it is of another length or a time beyond 2^63 - 1.
  package init?(_ signature: NoteSignature) {
    var reader = ByteReader(signature.signature)
    guard let time = reader.number(UInt64.self), time < 1 << 63, let bytes = reader.take(64),
      reader.isAtEnd
    else { return nil }
    self.time = time
    self.signature = Array(bytes)
  }

  /// What is signed: two lines of header, then the text of the note.
  package static func message(_ text: String, time: UInt64) -> [UInt8] {
    Array("cosignature/v1\ntime \(time)\n\(text)".utf8)
  }

  /// The signature line of a witness.
  package static func line(
    by key: VerifierKey, time: UInt64, signature: [UInt8]
  ) -> NoteSignature {
    NoteSignature(
      name: key.name, keyID: key.keyID, signature: Array(bigEndian: time) + signature)
  }
}
