internal import VaultModel

/// How every key of the chain comes from the ones that a slot holds.
///
/// The only place that knows
/// the labels.
struct RootKeys: Sendable {
  /// K_tag, K_state, K_log, K_anchor, K_page, in the order of a purpose slot's payload.
  let state, log, anchor, page: KeyMaterial
  /// Those of the first root, whatever root came since; see ``keepingFirst(_:)``.
  private(set) var tag: KeyMaterial
  /// The two keys that seal the headers of frames in the write-ahead log, for the block and its tweak;
  /// those of the first root too.
  private(set) var frames: (block: KeyMaterial, tweak: KeyMaterial)

  /// VRK in an owner's chain.
  let root: KeyMaterial?
  /// RK_p by purpose name in a purpose chain.
  let purposes: [String: KeyMaterial]

  /// Bytes of the five keys at the start of a purpose slot's payload.
  static let commonSize = 5 * KeyMaterial.size
  /// Bytes of the keys of frame headers at its end, where they are there.
  static let framesSize = 2 * KeyMaterial.size

  /// Derives an owner's keys from VRK.
  init(root: KeyMaterial, vault: Identifier) throws(CryptoError) {
    self.root = root
    purposes = [:]
    tag = try root.derive(info: Self.info("tag-key", vault))
    state = try root.derive(info: Self.info("state-key", vault))
    log = try root.derive(info: Self.info("log-key", vault))
    anchor = try root.derive(info: Self.info("anchor-key", vault))
    page = try root.derive(info: Self.info("page-key", vault))
    frames = try Self.frames(page, vault)
  }

  /// With what stays of the first root: tags, because whom a denial is about that holds no key, nobody
  /// knows, so no new tag could be made; and the keys of frame headers, because a process that has the
  /// older ones would take a log under newer ones for an empty one.
  func keepingFirst(_ first: RootKeys) -> RootKeys {
    var keys = self
    keys.tag = first.tag
    keys.frames = first.frames
    return keys
  }

  /// Reads a purpose slot's payload: the five keys, then RK_p of each purpose in the slot's order, then the
  /// keys of frame headers where those are not the slot's root's.
  init(
    payload: KeyMaterial, purposes names: [String], vault: Identifier
  ) throws(CryptoError) {
    func key(_ index: Int) throws(CryptoError) -> KeyMaterial {
      guard let key = payload.key(at: index * KeyMaterial.size) else { throw .malformed }
      return key
    }
    root = nil
    tag = try key(0)
    state = try key(1)
    log = try key(2)
    anchor = try key(3)
    page = try key(4)
    var purposes: [String: KeyMaterial] = [:]
    for (index, name) in names.enumerated() { purposes[name] = try key(5 + index) }
    self.purposes = purposes
    if let block = payload.key(at: (5 + names.count) * KeyMaterial.size),
      let tweak = payload.key(at: (6 + names.count) * KeyMaterial.size)
    {
      frames = (block, tweak)
    } else {
      frames = try Self.frames(page, vault)
    }
  }

  /// The payload of a purpose slot; `keys` are RK_p of its purposes, in the slot's order.
  func payload(
    _ keys: [KeyMaterial], hasOwnFrames: Bool
  ) throws(CryptoError) -> SecretBytes {
    let keys =
      [tag, state, log, anchor, page] + keys + (hasOwnFrames ? [] : [frames.block, frames.tweak])
    var payload = try SecretBytes(count: keys.count * KeyMaterial.size)
    unsafe payload.withMutableBytes { bytes in
      for (index, key) in keys.enumerated() {
        let start = index * KeyMaterial.size
        let target = unsafe UnsafeMutableRawBufferPointer(
          rebasing: bytes[start..<start + KeyMaterial.size])
        unsafe key.withBytes { unsafe target.copyMemory(from: $0) }
      }
    }
    return payload
  }

  /// RK_p, by the purpose's name; nil for `generation` is the one before the purpose was ever rotated.
  ///
  /// - Throws: ``CryptoError/needsOwner`` if this chain is for other purposes.
  func purposeRoot(
    _ purpose: String, _ generation: KeyGeneration?, vault: Identifier
  ) throws(CryptoError) -> KeyMaterial {
    if let key = purposes[purpose] { return key }
    guard let root else { throw .needsOwner }
    var info = Self.info("purpose-key", vault)
    info.append(purpose)
    guard let generation else { return try root.derive(info: info) }
    return try Self.derive(root, generation, info)
  }

  /// K_ring.
  func ring(vault: Identifier) throws(CryptoError) -> MACKey {
    guard let root else { throw .needsOwner }
    return MACKey(try root.derive(info: Self.info("ring-key", vault)))
  }

  /// The seed of an Ed25519 log key; the first one's has no number in it.
  func signatureSeed(number: UInt32, vault: Identifier) throws(CryptoError) -> KeyMaterial {
    guard let root else { throw .needsOwner }
    var info = Self.info("signature-seed", vault)
    if number != 1 { info.append(number) }
    return try root.derive(info: info)
  }

  /// K_wrap of a generation.
  func wrapping(
    _ generation: KeyGeneration, vault: Identifier
  ) throws(CryptoError) -> SealingKey {
    guard let root else { throw .needsOwner }
    return SealingKey(try Self.derive(root, generation, Self.info("wrap-key", vault)))
  }

  /// K_page of an epoch.
  ///
  /// A purpose slot holds the key above it and not the epoch's own, so that a
  /// salt overwritten in the keyring is gone for its holder too.
  func page(_ generation: KeyGeneration, vault: Identifier) throws(CryptoError) -> KeyMaterial {
    try Self.derive(page, generation, Self.info("page-epoch-key", vault))
  }

  private static func frames(
    _ page: KeyMaterial, _ vault: Identifier
  ) throws(CryptoError) -> (block: KeyMaterial, tweak: KeyMaterial) {
    (
      try page.derive(info: info("frame-block-key", vault)),
      try page.derive(info: info("frame-tweak-key", vault))
    )
  }

  private static func derive(
    _ key: KeyMaterial, _ generation: KeyGeneration, _ info: FieldEncoder
  ) throws(CryptoError) -> KeyMaterial {
    var info = info
    info.append(generation.number)
    return try key.derive(salt: generation.salt, info: info)
  }

  static func info(_ label: String, _ vault: Identifier) -> FieldEncoder {
    var info = FieldEncoder("cvault/v1/\(label)")
    info.append(vault)
    return info
  }
}
