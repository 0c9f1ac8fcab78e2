/// base58btc (the alphabet of Bitcoin), in its one spelling for given bytes.
enum Base58 {
  private static let digits = Array(
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

  /// The digits of `bytes`; each leading zero byte is a leading `1`.
  static func string(_ bytes: [UInt8]) -> String {
    var number: [UInt8] = []
    for byte in bytes {
      var carry = Int(byte)
      for index in number.indices {
        carry += Int(number[index]) << 8
        number[index] = UInt8(carry % 58)
        carry /= 58
      }
      while carry > 0 {
        number.append(UInt8(carry % 58))
        carry /= 58
      }
    }
    let zeros = bytes.prefix { $0 == 0 }.map { _ in digits[0] }
    return String(decoding: zeros + number.reversed().map { digits[Int($0)] }, as: UTF8.self)
  }

  /// The bytes behind a text of at most `limit` digits; nil for anything else.
  ///
  /// The cap comes first: reading takes time by the square of the length.
  static func bytes(_ text: some StringProtocol, limit: Int) -> [UInt8]? {
    guard text.utf8.count <= limit else { return nil }
    var number: [UInt8] = []
    for letter in text.utf8 {
      guard var carry = digits.firstIndex(of: letter) else { return nil }
      for index in number.indices {
        carry += Int(number[index]) * 58
        number[index] = UInt8(carry & 0xFF)
        carry >>= 8
      }
      while carry > 0 {
        number.append(UInt8(carry & 0xFF))
        carry >>= 8
      }
    }
    let zeros = text.utf8.prefix { $0 == digits[0] }.map { _ in UInt8(0) }
    return zeros + number.reversed()
  }
}
