/// The opened envelope of one permission: the keys of the categories that it covers.
///
/// Plaintext: `count u16`, then for each category, sorted by name,
/// `lp16 name | epoch u32 | CK 32`. Categories are named, not numbered, so that a swapped registry
/// opens nothing.
package final class Envelope: Sendable {
  private struct Place: Sendable {
    let epoch: UInt32
    let material: KeyMaterial
  }

  private let places: [String: Place]

  /// Reads the plaintext.
  ///
  /// - Throws: ``CryptoError/malformed`` if it is not exactly of the form above.
  init(_ plaintext: consuming SecretBytes) throws(CryptoError) {
    // Smaller than one key: then it covers nothing.
    guard plaintext.count >= KeyMaterial.size else {
      let count = unsafe plaintext.withBytes { unsafe $0.count == 2 && $0[0] == 0 && $0[1] == 0 }
      guard count else { throw .malformed }
      places = [:]
      return
    }
    places = try Self.places(in: KeyMaterial(plaintext))
  }

  /// The covered categories, by name.
  package var categories: Set<String> { Set(places.keys) }

  /// The key of a category; nil if the permission does not cover it.
  package func key(for category: String) -> CategoryKey? {
    places[category].map { CategoryKey($0.material, epoch: $0.epoch) }
  }

  private static func places(in whole: KeyMaterial) throws(CryptoError) -> [String: Place] {
    try unsafe whole.withWholeSecret { bytes throws(CryptoError) in
      var position = 0
      func number(_ size: Int) -> Int? {
        guard position + size <= bytes.count else { return nil }
        defer { position += size }
        return unsafe bytes[position..<position + size].reduce(0) { $0 << 8 | Int($1) }
      }
      guard let count = number(2) else { throw .malformed }
      var places: [String: Place] = [:]
      var last: [UInt8] = []
      for index in 0..<count {
        guard let length = number(2), position + length <= bytes.count else { throw .malformed }
        let name = unsafe Array(bytes[position..<position + length])
        position += length
        // Sorted and unique, so that one set of keys has one encoding.
        guard index == 0 || last.lexicographicallyPrecedes(name) else { throw .malformed }
        guard let text = String(validating: name, as: UTF8.self), let epoch = number(4),
          let key = whole.key(at: position), places[text] == nil
        else { throw .malformed }
        places[text] = Place(epoch: UInt32(epoch), material: key)
        position += KeyMaterial.size
        last = name
      }
      guard position == bytes.count else { throw .malformed }
      return places
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
