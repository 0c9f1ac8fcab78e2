import VaultModel

/// Base64 as age spells it: canonical, without padding.
extension Base64 {
  /// The digits of `bytes`.
  static func unpadded(_ bytes: some Collection<UInt8>) -> String {
    let text = string(bytes)
    return String(text.prefix { $0 != "=" })
  }

  /// The bytes behind a text without padding; nil for anything else.
  static func bytes(unpadded text: some Collection<UInt8>) -> [UInt8]? {
    let padding = UInt8(ascii: "=")
    // One digit alone holds no byte.
    guard !text.contains(padding), text.count % 4 != 1 else { return nil }
    return bytes(Array(text) + repeatElement(padding, count: (4 - text.count % 4) % 4))
  }
}
