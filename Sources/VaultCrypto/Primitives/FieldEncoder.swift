package import VaultModel

/// The one way in which additional data, HKDF infos and MAC inputs are built.
///
/// `lp16(label)`, then each field as `lp16`: a length of two bytes, big-endian, and the bytes.
/// Numbers are fields of their own width, big-endian. So no two lists of fields have one encoding.
///
/// A label or field longer than 65,535 bytes marks the encoder as overflowed; ``bytes`` then throws
/// and nothing can be sealed or opened under it.
package struct FieldEncoder: Sendable {
  private var storage: [UInt8] = []
  private var overflowed = false

  /// Starts with the label that separates this use of a key from every other.
  ///
  /// - Parameters:
  ///   - label: what the encoding is for.
  ///   - capacity: about how many bytes it will have.
  package init(_ label: String, capacity: Int = 192) {
    storage.reserveCapacity(capacity)
    append(label)
  }

  /// Fields without a label, to be appended to an encoding that has one.
  package init() {}

  /// Appends fields that were put together before.
  package mutating func append(_ fields: FieldEncoder) {
    storage.append(contentsOf: fields.storage)
    overflowed = overflowed || fields.overflowed
  }

  /// The encoding so far.
  ///
  /// - Throws: ``CryptoError/tooLarge`` if a field did not fit.
  package var bytes: [UInt8] {
    get throws(CryptoError) {
      guard !overflowed else { throw .tooLarge }
      return storage
    }
  }

  /// The encoding of fields that are known to fit, such as a label alone.
  var known: [UInt8] { overflowed ? [] : storage }

  /// Appends bytes.
  package mutating func append(_ bytes: some Collection<UInt8>) {
    guard appendLength(bytes.count) else { return }
    storage.append(contentsOf: bytes)
  }

  /// Appends bytes that are in an array; no generic code is involved, which callers in other modules
  /// would not get specialised.
  package mutating func append(_ bytes: [UInt8]) {
    guard appendLength(bytes.count) else { return }
    storage.append(contentsOf: bytes)
  }

  /// Appends text as UTF-8, as it is spelled: normalisation is the caller's.
  package mutating func append(_ text: String) { append(text.utf8) }

  /// Appends one byte.
  package mutating func append(_ number: UInt8) { appendNumber(number) }
  /// Appends two bytes, big-endian.
  package mutating func append(_ number: UInt16) { appendNumber(number) }
  /// Appends four bytes, big-endian.
  package mutating func append(_ number: UInt32) { appendNumber(number) }
  /// Appends eight bytes, big-endian.
  package mutating func append(_ number: UInt64) { appendNumber(number) }

  /// Appends the 16 bytes of an identifier.
  package mutating func append(_ identifier: Identifier) {
    guard appendLength(16) else { return }
    storage.append(bigEndian: identifier.high)
    storage.append(bigEndian: identifier.low)
  }

  /// Appends the 32 bytes of a digest.
  package mutating func append(_ digest: Digest) { append(digest.bytes) }

  /// Appends the milliseconds of a time as eight bytes.
  package mutating func append(_ time: Timestamp) { append(UInt64(time.milliseconds)) }

  /// Appends `00` for an absent field, `01 ‖ bytes` for a present one: absent differs from empty.
  package mutating func append(optional bytes: (some Collection<UInt8>)?) {
    guard let bytes else { return append(0 as UInt8) }
    guard appendLength(bytes.count + 1) else { return }
    storage.append(1)
    storage.append(contentsOf: bytes)
  }

  /// Appends bytes in an array that may be absent.
  package mutating func append(optional bytes: [UInt8]?) {
    guard let bytes else { return append(0 as UInt8) }
    guard appendLength(bytes.count + 1) else { return }
    storage.append(1)
    storage.append(contentsOf: bytes)
  }

  /// Appends a digest that may be absent.
  package mutating func append(optional digest: Digest?) {
    guard let digest else { return append(0 as UInt8) }
    guard appendLength(33) else { return }
    storage.append(1)
    unsafe withUnsafeBytes(of: digest.memory) { unsafe storage.append(contentsOf: $0) }
  }

  /// Appends text that may be absent.
  package mutating func append(optional text: String?) { append(optional: text?.utf8) }

  /// Appends an identifier that may be absent.
  package mutating func append(optional identifier: Identifier?) {
    append(optional: identifier?.bytes)
  }

  /// Appends a time that may be absent.
  package mutating func append(optional time: Timestamp?) {
    append(optional: time.map { Array(bigEndian: UInt64($0.milliseconds)) })
  }

  /// Appends a set: how many members as a field of two bytes, then each once, in the order of their
  /// UTF-8 bytes.
  package mutating func append(set members: [String]) {
    // By bytes, not by String's ==, which holds canonically equivalent spellings for equal.
    let precedes = { (a: String, b: String) in a.utf8.lexicographicallyPrecedes(b.utf8) }
    // Names of one policy were numbered in their order, so that most sets come sorted.
    let isSorted = zip(members, members.dropFirst()).allSatisfy(precedes)
    var unique = members
    if !isSorted {
      unique = []
      for member in members.sorted(by: precedes)
      where !(unique.last?.utf8.elementsEqual(member.utf8) ?? false) {
        unique.append(member)
      }
    }
    guard let count = UInt16(exactly: unique.count) else {
      overflowed = true
      return
    }
    append(count)
    for member in unique { append(member) }
  }

  private mutating func appendNumber(_ number: some FixedWidthInteger & UnsignedInteger) {
    guard appendLength(number.bitWidth / 8) else { return }
    storage.append(bigEndian: number)
  }

  private mutating func appendLength(_ count: Int) -> Bool {
    guard let length = UInt16(exactly: count) else {
      overflowed = true
      return false
    }
    storage.append(bigEndian: length)
    return true
  }
}
