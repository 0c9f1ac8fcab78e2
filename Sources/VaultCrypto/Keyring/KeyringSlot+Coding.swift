extension KeyringSlot {
  /// More purposes would not fit a half beside other slots.
  static let mostPurposes = 256

  /// The longest attachment, in bytes.
  package static let longestAttachment = 4096

  /// The bytes of the slot in a half of `version`.
  func encoded(_ version: UInt16) throws(CryptoError) -> [UInt8] {
    var bytes: [UInt8] = [kind.rawValue]
    bytes.append(bigEndian: number)
    bytes.append(logN)
    bytes.append(contentsOf: salt)
    bytes.append(contentsOf: commitment)
    bytes.append(bigEndian: UInt16(purposes.count))
    for purpose in purposes { try bytes.append(prefixed: Array(purpose.utf8)) }
    if version > 1 { try bytes.append(prefixed: attachment) }
    try bytes.append(prefixed: sealed)
    return bytes
  }

  /// Reads a slot; every field is checked, nothing is computed.
  init(decoding bytes: [UInt8], version: UInt16) throws(CryptoError) {
    var reader = ByteReader(bytes)
    guard let kindNumber = reader.number(UInt8.self), kindNumber > 0 else { throw .malformed }
    guard let kind = SlotKind(rawValue: kindNumber) else { throw .newerFormat }
    guard let number = reader.number(UInt32.self), let logN = reader.number(UInt8.self),
      // Both bounds come before scrypt runs: its cost is whatever the file says.
      kind == .passphrase ? (1...KeyDerivation.largestLogN).contains(logN) : logN == 0,
      let salt = reader.take(Self.saltSize), let commitment = reader.take(Self.commitmentSize),
      let count = reader.number(UInt16.self), count <= Self.mostPurposes,
      kind.isOwner == (count == 0)
    else { throw .malformed }
    var purposes: [String] = []
    for _ in 0..<count {
      guard let purpose = reader.text() else { throw .malformed }
      purposes.append(purpose)
    }
    guard Self.isSet(purposes), let attachment = version > 1 ? reader.prefixed() : [],
      attachment.count <= Self.longestAttachment, let sealed = reader.prefixed(), reader.isAtEnd
    else { throw .malformed }
    if kind == .age {
      _ = try AgeAttachment(decoding: Array(attachment))
    } else if !attachment.isEmpty {
      throw .malformed
    }
    self.init(
      kind: kind, number: number, purposes: purposes, logN: logN, salt: Array(salt),
      commitment: Array(commitment), attachment: Array(attachment), sealed: Array(sealed))
  }

  private static func isSet(_ names: [String]) -> Bool {
    zip(names, names.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension Array<UInt8> {
  /// Appends a length of two bytes and then `field`.
  package mutating func append(prefixed field: [UInt8]) throws(CryptoError) {
    guard let count = UInt16(exactly: field.count) else { throw .tooLarge }
    append(bigEndian: count)
    append(contentsOf: field)
  }
}
