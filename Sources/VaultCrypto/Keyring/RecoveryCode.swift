/// The recovery code: 128 random bits as 26 characters of Crockford's base32.
///
/// 26 characters hold 130 bits; the two highest are zero. When it is read, letters may be of either
/// case, I and L count as 1, O as 0, and hyphens and spaces are skipped.
enum RecoveryCode {
  static let length = 26
  /// Bytes of the secret behind the code.
  static let secretSize = 16

  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// The text of a secret of 16 bytes.
  static func text(of secret: borrowing SecretBytes) throws(CryptoError) -> SecretBytes {
    guard secret.count == secretSize else { throw .malformed }
    var text = try SecretBytes(count: length)
    unsafe text.withMutableBytes { output in
      unsafe secret.withBytes { bytes in
        for position in 0..<length {
          // The first character stands for bits 129 to 125 of the 130.
          let lowest = 5 * (length - 1 - position)
          var digit: UInt8 = 0
          for bit in lowest..<lowest + 5 where bit < 8 * secretSize {
            let byte = unsafe bytes[secretSize - 1 - bit / 8]
            digit |= (byte >> UInt8(bit % 8) & 1) << UInt8(bit - lowest)
          }
          unsafe output[position] = alphabet[Int(digit)]
        }
      }
    }
    return text
  }

  /// The secret behind a text.
  ///
  /// - Throws: ``CryptoError/wrongKey`` if it is no recovery code.
  static func secret(from text: borrowing SecretBytes) throws(CryptoError) -> SecretBytes {
    var secret = try SecretBytes(count: secretSize)
    let isCode = unsafe secret.withMutableBytes { output in
      unsafe text.withBytes { unsafe decode($0, into: output) }
    }
    guard isCode else { throw .wrongKey }
    return secret
  }

  private static func decode(
    _ text: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    var position = 0
    for index in text.indices {
      let character = unsafe text[index]
      if character == UInt8(ascii: "-") || character == UInt8(ascii: " ") { continue }
      guard position < length, let digit = value(of: character) else { return false }
      let lowest = 5 * (length - 1 - position)
      for bit in lowest..<lowest + 5 {
        let isSet = digit >> UInt8(bit - lowest) & 1
        guard bit < 8 * secretSize else {
          if isSet == 1 { return false }
          continue
        }
        unsafe output[secretSize - 1 - bit / 8] |= isSet << UInt8(bit % 8)
      }
      position += 1
    }
    return position == length
  }

  private static func value(of character: UInt8) -> UInt8? {
    let isLower = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character)
    switch isLower ? character - 32 : character {
    case UInt8(ascii: "O"): return 0
    case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
    case let upper: return alphabet.firstIndex(of: upper).map { UInt8($0) }
    }
  }
}
