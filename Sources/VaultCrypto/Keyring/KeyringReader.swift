/// Reads the lists of a half; every count and field is checked, nothing is computed.
///
/// Whatever does not fit is ``CryptoError/keyringDamaged``.
struct KeyringReader {
  var reader: ByteReader
  let version: UInt16

  static let mostEntries = 256
  /// A hostile file must not make us run scrypt for minutes.
  static let mostPassphrases = 8

  private mutating func count() throws(CryptoError) -> Int {
    guard let count = reader.number(UInt16.self), count <= Self.mostEntries else {
      throw .keyringDamaged
    }
    return Int(count)
  }

  mutating func slots() throws(CryptoError) -> [KeyringSlot] {
    var slots: [KeyringSlot] = []
    for _ in 0..<(try count()) {
      guard let bytes = reader.prefixed() else { throw .keyringDamaged }
      do throws(CryptoError) {
        slots.append(try KeyringSlot(decoding: Array(bytes), version: version))
      } catch { throw error == .newerFormat ? .newerFormat : .keyringDamaged }
    }
    guard slots.count(where: { $0.kind == .passphrase }) <= Self.mostPassphrases,
      Set(slots.map(\.number)).count == slots.count
    else { throw .keyringDamaged }
    return slots
  }

  mutating func generations() throws(CryptoError) -> [KeyGeneration] {
    var generations: [KeyGeneration] = []
    for _ in 0..<(try count()) {
      let generation = try generation()
      guard generation.number > generations.last?.number ?? 0 else { throw .keyringDamaged }
      generations.append(generation)
    }
    guard generations.count(where: { $0.state == .current }) == 1,
      generations.count(where: { $0.state == .pending }) <= 1
    else { throw .keyringDamaged }
    return generations
  }

  private mutating func generation() throws(CryptoError) -> KeyGeneration {
    guard let number = reader.number(UInt32.self), number > 0, let root = try root(),
      let state = reader.number(UInt8.self).flatMap({ KeyGeneration.State(rawValue: $0) }),
      let salt = reader.take(KeyGeneration.saltSize)
    else { throw .keyringDamaged }
    return KeyGeneration(number: number, root: root, state: state, salt: Array(salt))
  }

  /// The root that a key comes from; before version 2 there was one.
  private mutating func root() throws(CryptoError) -> UInt32? {
    version > 1 ? reader.number(UInt32.self) : 1
  }

  mutating func logKeys() throws(CryptoError) -> [LogKey] {
    var keys: [LogKey] = []
    for index in 0..<(try count()) {
      let number = version > 1 ? reader.number(UInt32.self) : UInt32(index) + 1
      guard let number, number > keys.last?.number ?? 0, let root = try root(),
        let state = reader.number(UInt8.self).flatMap({ LogKey.State(rawValue: $0) }),
        let publicKey = reader.take(32)
      else { throw .keyringDamaged }
      keys.append(LogKey(number: number, root: root, state: state, publicKey: Array(publicKey)))
    }
    guard version == 1 || keys.count(where: { $0.state == .current }) == 1 else {
      throw .keyringDamaged
    }
    return keys
  }

  mutating func purposeGenerations() throws(CryptoError) -> [PurposeGeneration] {
    guard version > 1 else { return [] }
    var purposes: [PurposeGeneration] = []
    for _ in 0..<(try count()) {
      guard let label = reader.identifier() else { throw .keyringDamaged }
      let purpose = PurposeGeneration(label: label, generation: try generation())
      if let last = purposes.last {
        guard last.precedes(purpose) else { throw .keyringDamaged }
      }
      purposes.append(purpose)
    }
    return purposes
  }

  mutating func rootNumber() throws(CryptoError) -> UInt32 {
    guard version > 1 else { return 1 }
    guard let number = reader.number(UInt32.self), number > 0 else { throw .keyringDamaged }
    return number
  }

  mutating func roots() throws(CryptoError) -> [KeyringRoot] {
    guard version > 1 else { return [] }
    var roots: [KeyringRoot] = []
    for _ in 0..<(try count()) {
      guard let number = reader.number(UInt32.self), number > roots.last?.number ?? 0,
        let state = reader.number(UInt8.self).flatMap({ KeyringRoot.State(rawValue: $0) }),
        let sealed = reader.prefixed()
      else { throw .keyringDamaged }
      roots.append(KeyringRoot(number: number, state: state, sealed: Array(sealed)))
    }
    guard roots.count(where: { $0.state == .pending }) <= 1 else { throw .keyringDamaged }
    return roots
  }
}
