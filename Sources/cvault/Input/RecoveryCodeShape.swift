import VaultCrypto

/// Tells a recovery code from a passphrase: 26 letters and digits of Crockford's base32.
///
/// Hyphens and blanks may group them. A passphrase of that shape is refused when a vault is made.
enum RecoveryCodeShape {
  /// Whether the text has the shape.
  static func matches(_ text: borrowing SecretBytes) -> Bool {
    unsafe text.withBytes { bytes in
      var count = 0
      for index in bytes.indices {
        switch unsafe bytes[index] {
        case UInt8(ascii: "-"), UInt8(ascii: " "): continue
        case UInt8(ascii: "u"), UInt8(ascii: "U"): return false
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"):
          count += 1
        default: return false
        }
      }
      return count == 26
    }
  }
}
