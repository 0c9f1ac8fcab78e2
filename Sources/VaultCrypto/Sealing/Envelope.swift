/// The opened envelope of one permission: the keys of the categories that it covers.
///
/// Plaintext: `count u16`, then for each category, sorted by name,
/// `lp16 name | epoch u32 | CK 32`. Categories are named, not numbered, so that a swapped registry
/// opens nothing.
package final class Envelope: Sendable {
  private let keys: [String: CategoryKey]

  /// Reads the plaintext.
  ///
  /// - Throws: ``CryptoError/malformed`` if it is not exactly of the form above.
  init(_ plaintext: consuming SecretBytes) throws(CryptoError) {
    // Smaller than one key: then it covers nothing.
    guard plaintext.count >= KeyMaterial.size else {
      let count = unsafe plaintext.withBytes { unsafe $0.count == 2 && $0[0] == 0 && $0[1] == 0 }
      guard count else { throw .malformed }
      keys = [:]
      return
    }
    keys = try Self.keys(in: KeyMaterial(plaintext))
  }

  /// The covered categories, by name.
  package var categories: Set<String> { Set(keys.keys) }

  /// The key of a category; nil if the permission does not cover it.
  package func key(for category: String) -> CategoryKey? { keys[category] }

  private static func keys(in whole: KeyMaterial) throws(CryptoError) -> [String: CategoryKey] {
    try unsafe whole.withWholeSecret { bytes throws(CryptoError) in
      var position = 0
      func number(_ size: Int) -> Int? {
        guard position + size <= bytes.count else { return nil }
        defer { position += size }
        return unsafe bytes[position..<position + size].reduce(0) { $0 << 8 | Int($1) }
      }
      guard let count = number(2) else { throw .malformed }
      var keys: [String: CategoryKey] = [:]
      var last: [UInt8] = []
      for index in 0..<count {
        guard let length = number(2), position + length <= bytes.count else { throw .malformed }
        let name = unsafe Array(bytes[position..<position + length])
        position += length
        // Sorted and unique, so that one set of keys has one encoding.
        guard index == 0 || last.lexicographicallyPrecedes(name) else { throw .malformed }
        guard let text = String(validating: name, as: UTF8.self), let epoch = number(4),
          let key = whole.key(at: position), keys[text] == nil
        else { throw .malformed }
        keys[text] = CategoryKey(key, epoch: UInt32(epoch))
        position += KeyMaterial.size
        last = name
      }
      guard position == bytes.count else { throw .malformed }
      return keys
    }
  }

  /// The plaintext for `keys`.
  ///
  /// - Throws: ``CryptoError/malformed`` if a category is named twice; ``CryptoError/tooLarge``.
  static func plaintext(
    _ keys: [(category: String, epoch: UInt32, key: CategoryKey)]
  ) throws(CryptoError) -> SecretBytes {
    let sorted = keys.map { (name: Array($0.category.utf8), entry: $0) }
      .sorted { $0.name.lexicographicallyPrecedes($1.name) }
    guard sorted.count <= Int(UInt16.max), sorted.allSatisfy({ $0.name.count <= Int(UInt16.max) })
    else { throw .tooLarge }
    guard !zip(sorted, sorted.dropFirst()).contains(where: { $0.name == $1.name }),
      sorted.allSatisfy({ $0.entry.epoch == $0.entry.key.epoch })
    else { throw .malformed }
    let size = sorted.reduce(2) { $0 + 2 + $1.name.count + 4 + KeyMaterial.size }
    var secret = try SecretBytes(count: size)
    unsafe secret.withMutableBytes { bytes in
      var position = 0
      func write(_ part: some Sequence<UInt8>) {
        for byte in part {
          unsafe bytes[position] = byte
          position += 1
        }
      }
      write([UInt8](bigEndian: UInt16(sorted.count)))
      for (name, entry) in sorted {
        write([UInt8](bigEndian: UInt16(name.count)))
        write(name)
        write([UInt8](bigEndian: entry.epoch))
        unsafe entry.key.key.material.withBytes { unsafe write($0) }
      }
    }
    return secret
  }
}
