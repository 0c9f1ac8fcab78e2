internal import VaultModel

extension KeyringContent {
  /// Bytes of one half.
  static let halfSize = 65_536

  private static let magic = Array("CVKEYRNG".utf8)
  private static let version: UInt16 = 1
  private static let codeSize = 32
  private static let checksumSize = 32
  /// A hostile file must not make us run scrypt for minutes.
  private static let mostPassphrases = 8
  private static let mostEntries = 256

  /// `"CVKEYRNG" | version u16 | flags u16 | vault 16 | generation u64 | count u16, lp16 slots |
  /// count u16, K_wrap generations | count u16, K_page generations | count u16, log keys`; a
  /// generation is `number u32 | state u8 | salt 32`, a log key `state u8 | public key 32`.
  func body() throws(CryptoError) -> [UInt8] {
    var bytes = Self.magic
    bytes.append(bigEndian: Self.version)
    bytes.append(bigEndian: 0 as UInt16)
    bytes.append(contentsOf: vault.bytes)
    bytes.append(bigEndian: generation)
    bytes.append(bigEndian: UInt16(truncatingIfNeeded: slots.count))
    for slot in slots { try bytes.append(prefixed: slot.encoded()) }
    for generations in [wrapGenerations, pageGenerations] {
      bytes.append(bigEndian: UInt16(truncatingIfNeeded: generations.count))
      for generation in generations {
        bytes.append(bigEndian: generation.number)
        bytes.append(generation.state.rawValue)
        bytes.append(contentsOf: generation.salt)
      }
    }
    bytes.append(bigEndian: UInt16(truncatingIfNeeded: logKeys.count))
    for key in logKeys {
      bytes.append(key.state.rawValue)
      bytes.append(contentsOf: key.publicKey)
    }
    return bytes
  }

  /// The half: the body, its code, SHA-256 of both, zeros up to 64 KiB.
  ///
  /// The digest is no authentication: it lets a torn half be told from a good one before anything is
  /// unlocked, and by purpose keys, which cannot check the code.
  ///
  /// - Throws: ``CryptoError/tooLarge`` if there is too much for a half.
  func half() throws(CryptoError) -> [UInt8] {
    var bytes = try body()
    bytes.append(contentsOf: code)
    bytes.append(contentsOf: SHA256.digest(of: bytes).bytes)
    let passphrases = slots.count { $0.kind == .passphrase }
    guard bytes.count <= Self.halfSize, code.count == Self.codeSize,
      slots.count <= Self.mostEntries, passphrases <= Self.mostPassphrases
    else { throw .tooLarge }
    bytes.append(contentsOf: repeatElement(0, count: Self.halfSize - bytes.count))
    return bytes
  }

  /// Reads a half.
  ///
  /// - Throws: ``CryptoError/keyringDamaged``; ``CryptoError/newerFormat``.
  init(half: [UInt8]) throws(CryptoError) {
    var reader = ByteReader(half)
    guard half.count == Self.halfSize, reader.take(Self.magic.count) == Self.magic[...],
      let version = reader.number(UInt16.self), version > 0
    else { throw .keyringDamaged }
    guard version == Self.version else { throw .newerFormat }
    guard let flags = reader.number(UInt16.self), let vault = reader.identifier(),
      let generation = reader.number(UInt64.self)
    else { throw .keyringDamaged }
    // A flag is a promise that an old reader knows nothing of.
    guard flags == 0 else { throw .newerFormat }
    let slots = try Self.slots(&reader)
    let wrapGenerations = try Self.generations(&reader)
    let pageGenerations = try Self.generations(&reader)
    let logKeys = try Self.logKeys(&reader)
    guard let code = reader.take(Self.codeSize) else { throw .keyringDamaged }
    let digest = SHA256.digest(of: half[..<reader.position])
    guard reader.digest() == digest, let rest = reader.take(reader.remaining),
      rest.allSatisfy({ $0 == 0 })
    else { throw .keyringDamaged }
    self.init(
      vault: vault, generation: generation, slots: slots, wrapGenerations: wrapGenerations,
      pageGenerations: pageGenerations, logKeys: logKeys, code: Array(code))
  }

  private static func count(_ reader: inout ByteReader) throws(CryptoError) -> Int {
    guard let count = reader.number(UInt16.self), count <= mostEntries else {
      throw .keyringDamaged
    }
    return Int(count)
  }

  private static func slots(_ reader: inout ByteReader) throws(CryptoError) -> [KeyringSlot] {
    var slots: [KeyringSlot] = []
    for _ in 0..<(try count(&reader)) {
      guard let bytes = reader.prefixed() else { throw .keyringDamaged }
      do throws(CryptoError) {
        slots.append(try KeyringSlot(decoding: Array(bytes)))
      } catch { throw error == .newerFormat ? .newerFormat : .keyringDamaged }
    }
    guard slots.count(where: { $0.kind == .passphrase }) <= mostPassphrases,
      Set(slots.map(\.number)).count == slots.count
    else { throw .keyringDamaged }
    return slots
  }

  private static func generations(
    _ reader: inout ByteReader
  ) throws(CryptoError) -> [KeyGeneration] {
    var generations: [KeyGeneration] = []
    for _ in 0..<(try count(&reader)) {
      guard let number = reader.number(UInt32.self), number > generations.last?.number ?? 0,
        let state = reader.number(UInt8.self).flatMap({ KeyGeneration.State(rawValue: $0) }),
        let salt = reader.take(KeyGeneration.saltSize)
      else { throw .keyringDamaged }
      generations.append(KeyGeneration(number: number, state: state, salt: Array(salt)))
    }
    guard generations.count(where: { $0.state == .current }) == 1 else { throw .keyringDamaged }
    return generations
  }

  private static func logKeys(_ reader: inout ByteReader) throws(CryptoError) -> [LogKey] {
    var keys: [LogKey] = []
    for _ in 0..<(try count(&reader)) {
      guard let state = reader.number(UInt8.self).flatMap({ LogKey.State(rawValue: $0) }),
        let publicKey = reader.take(32)
      else { throw .keyringDamaged }
      keys.append(LogKey(state: state, publicKey: Array(publicKey)))
    }
    return keys
  }
}
