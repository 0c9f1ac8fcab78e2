internal import VaultModel

extension KeyringContent {
  /// Bytes of one half.
  static let halfSize = 65_536

  /// The layout that is written.
  static let newestVersion: UInt16 = 2

  private static let magic = Array("CVKEYRNG".utf8)
  private static let codeSize = 32

  /// `"CVKEYRNG" | version u16 | flags u16 | vault 16 | generation u64 | count u16, lp16 slots |
  /// count u16, K_wrap generations | count u16, K_page generations | count u16, log keys |
  /// count u16, purpose generations | root number u32 | count u16, other roots`.
  ///
  /// A generation is `number u32 | root u32 | state u8 | salt 32`, a log key `number u32 | root u32 |
  /// state u8 | public key 32`, a purpose generation `label 16` and a generation, another root
  /// `number u32 | state u8 | lp16 sealed key`. Version 1 ends after the log keys, and has neither
  /// roots nor numbers of log keys nor attachments of slots.
  func body() throws(CryptoError) -> [UInt8] {
    var bytes = Self.magic
    bytes.append(bigEndian: version)
    bytes.append(bigEndian: 0 as UInt16)
    bytes.append(contentsOf: vault.bytes)
    bytes.append(bigEndian: generation)
    bytes.append(bigEndian: UInt16(truncatingIfNeeded: slots.count))
    for slot in slots { try bytes.append(prefixed: slot.encoded(version)) }
    for generations in [wrapGenerations, pageGenerations] {
      bytes.append(bigEndian: UInt16(truncatingIfNeeded: generations.count))
      for generation in generations { bytes.append(contentsOf: generation.encoded(version)) }
    }
    bytes.append(bigEndian: UInt16(truncatingIfNeeded: logKeys.count))
    for key in logKeys { bytes.append(contentsOf: key.encoded(version)) }
    guard version > 1 else { return bytes }
    bytes.append(bigEndian: UInt16(truncatingIfNeeded: purposeGenerations.count))
    for purpose in purposeGenerations {
      bytes.append(contentsOf: purpose.label.bytes)
      bytes.append(contentsOf: purpose.generation.encoded(version))
    }
    bytes.append(bigEndian: rootNumber)
    bytes.append(bigEndian: UInt16(truncatingIfNeeded: roots.count))
    for root in roots {
      bytes.append(bigEndian: root.number)
      bytes.append(root.state.rawValue)
      try bytes.append(prefixed: root.sealed)
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
    let lists = [
      slots.count, wrapGenerations.count, pageGenerations.count, logKeys.count,
      purposeGenerations.count, roots.count,
    ]
    guard bytes.count <= Self.halfSize, code.count == Self.codeSize,
      lists.allSatisfy({ $0 <= KeyringReader.mostEntries }),
      passphrases <= KeyringReader.mostPassphrases
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
    guard version <= Self.newestVersion else { throw .newerFormat }
    guard let flags = reader.number(UInt16.self), let vault = reader.identifier(),
      let generation = reader.number(UInt64.self)
    else { throw .keyringDamaged }
    // A flag is a promise that an old reader knows nothing of.
    guard flags == 0 else { throw .newerFormat }
    var lists = KeyringReader(reader: reader, version: version)
    self.init(
      version: version, vault: vault, generation: generation, slots: try lists.slots(),
      wrapGenerations: try lists.generations(), pageGenerations: try lists.generations(),
      logKeys: try lists.logKeys(), purposeGenerations: try lists.purposeGenerations(),
      rootNumber: try lists.rootNumber(), roots: try lists.roots())
    reader = lists.reader
    guard let code = reader.take(Self.codeSize), hasKnownRoots else { throw .keyringDamaged }
    self.code = Array(code)
    let digest = SHA256.digest(of: half[..<reader.position])
    guard reader.digest() == digest, let rest = reader.take(reader.remaining),
      rest.allSatisfy({ $0 == 0 })
    else { throw .keyringDamaged }
  }

  /// Whether every key comes from a root that is there, and no root is there twice.
  private var hasKnownRoots: Bool {
    let known = Set(roots.map(\.number) + [rootNumber])
    let generations = wrapGenerations + pageGenerations + purposeGenerations.map(\.generation)
    return known.count == roots.count + 1 && generations.allSatisfy { known.contains($0.root) }
      && logKeys.allSatisfy { known.contains($0.root) }
  }

  /// The number of the generation that a whole half says, from its first bytes; nil if they are not a
  /// half's.
  static func generation(inHead head: [UInt8]) -> UInt64? {
    var reader = ByteReader(head)
    guard reader.take(magic.count) == magic[...], reader.take(4) != nil,
      reader.identifier() != nil
    else { return nil }
    return reader.number(UInt64.self)
  }
}
