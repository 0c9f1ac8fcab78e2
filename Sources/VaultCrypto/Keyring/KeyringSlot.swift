internal import CVaultCrypto
internal import VaultModel

/// One way to open the keyring; everything in it is public, the payload is sealed.
///
/// `kind u8 | number u32 | log2 N u8 | salt 32 | commitment 16 | count u16, lp16 purposes |
/// lp16 attachment | lp16 sealed payload`; version 1 has no attachment, nor has any kind but
/// ``SlotKind/age``. An owner's payload is the vault root key; a purpose's is K_tag, K_state, K_log,
/// K_anchor, K_page and RK_p of each purpose, in the order of the list, and in a vault whose root was
/// replaced the two keys of frame headers.
package struct KeyringSlot: Hashable, Sendable {
  /// How it is opened.
  package let kind: SlotKind
  /// Names the slot, for `keys remove`; no other slot of this keyring has it.
  package let number: UInt32
  /// The purposes of a purpose slot, sorted by their UTF-8 bytes; empty in an owner's.
  package let purposes: [String]

  /// log2 of scrypt's N; 0 in slots without scrypt.
  let logN: UInt8
  let salt: [UInt8]
  /// Tells whether a key is the right one before it touches the payload: GCM alone does not commit
  /// to one key.
  let commitment: [UInt8]
  /// What its kind needs beside the secret to be opened, such as an encrypted file; empty in most.
  package let attachment: [UInt8]
  let sealed: [UInt8]

  static let saltSize = 32
  static let commitmentSize = 16

  /// The slot key, 32 bytes, followed by its commitment, from what somebody brought.
  ///
  /// - Throws: ``CryptoError/malformed`` if the secret cannot be of this kind.
  private static func derive(
    _ secret: borrowing UnlockSecret, kind: SlotKind, number: UInt32, logN: UInt8, salt: [UInt8],
    vault: Identifier
  ) throws(CryptoError) -> SecretBytes {
    let input: SecretBytes
    switch secret {
    case .keyFile(let bytes):
      guard bytes.count == KeyFile.secretSize else { throw .malformed }
      input = try bytes.copy()
    case .passphrase(let bytes):
      guard bytes.count > 0 else { throw .malformed }
      input = try unsafe bytes.withBytes { bytes throws(CryptoError) in
        try unsafe KeyDerivation.scrypt(bytes, salt: salt, logN: logN)
      }
    case .recoveryCode(let text): input = try RecoveryCode.secret(from: text)
    // What it opens is the secret, see `open`.
    case .ageIdentity: throw .malformed
    }
    var info = FieldEncoder("cvault/v1/slot-key")
    info.append(vault)
    info.append(number)
    info.append(kind.rawValue)
    return try unsafe input.withBytes { bytes throws(CryptoError) in
      try unsafe KeyDerivation.derive(
        from: bytes, salt: salt, info: info, count: KeyMaterial.size + commitmentSize)
    }
  }

  /// Seals `payload` for whoever brings `secret`.
  static func make(
    _ kind: SlotKind, number: UInt32, purposes: [String], payload: borrowing SecretBytes,
    secret: borrowing UnlockSecret, logN: UInt8, attachment: [UInt8] = [], vault: Identifier
  ) throws(CryptoError) -> KeyringSlot {
    guard attachment.count <= longestAttachment else { throw .tooLarge }
    let salt = try Random.bytes(saltSize)
    let logN = kind == .passphrase ? logN : 0
    let derived = try derive(
      secret, kind: kind, number: number, logN: logN, salt: salt, vault: vault)
    let commitment = unsafe derived.withBytes { unsafe Array($0.dropFirst(KeyMaterial.size)) }
    let context = try context(kind, number, purposes, logN, salt, attachment, vault).bytes
    let key = SealingKey(try KeyMaterial(derived))
    let sealed = try unsafe payload.withBytes { bytes throws(CryptoError) in
      try unsafe SealedFormat.slot.seal(bytes, with: key, context: context)
    }
    return KeyringSlot(
      kind: kind, number: number, purposes: purposes, logN: logN, salt: salt,
      commitment: commitment, attachment: attachment, sealed: sealed)
  }

  /// The payload, if `secret` is the slot's; nil if it is another.
  ///
  /// - Throws: ``CryptoError/keyringDamaged`` if the secret is right and the payload does not open.
  func open(
    _ secret: borrowing UnlockSecret, vault: Identifier
  ) throws(CryptoError) -> SecretBytes? {
    switch secret {
    case .ageIdentity(let identity):
      guard let attached = try attachedSecret(identity) else { return nil }
      return try open(UnlockSecret.keyFile(attached), vault: vault)
    default: break
    }
    let derived = try Self.derive(
      secret, kind: kind, number: number, logN: logN, salt: salt, vault: vault)
    let fits = unsafe derived.withBytes { bytes -> Bool in
      guard let start = bytes.baseAddress else { return false }
      return unsafe cvc_equal(start + KeyMaterial.size, commitment, Self.commitmentSize) == CVC_OK
    }
    guard fits else { return nil }
    let context = try Self.context(kind, number, purposes, logN, salt, attachment, vault).bytes
    do throws(CryptoError) {
      let payload = try SealedFormat.slot.open(
        sealed, with: SealingKey(try KeyMaterial(derived)), context: context, home: .secureHeap)
      guard payloadSizes.contains(payload.count) else { throw .malformed }
      return payload
    } catch {
      switch error {
      case .authenticationFailed, .malformed: throw .keyringDamaged
      default: throw error
      }
    }
  }

  private var payloadSizes: [Int] {
    guard !kind.isOwner else { return [KeyMaterial.size] }
    let least = RootKeys.commonSize + purposes.count * KeyMaterial.size
    return [least, least + RootKeys.framesSize]
  }

  // The generation of the keyring is not in it: slots stay as they are when others come and go.
  private static func context(
    _ kind: SlotKind, _ number: UInt32, _ purposes: [String], _ logN: UInt8, _ salt: [UInt8],
    _ attachment: [UInt8], _ vault: Identifier
  ) -> FieldEncoder {
    var fields = FieldEncoder("cvault/v1/slot")
    fields.append(vault)
    fields.append(kind.rawValue)
    fields.append(number)
    fields.append(logN)
    fields.append(salt)
    fields.append(set: purposes)
    // The last field, where there is one: a slot of version 1 fits a keyring of version 2 as it is, and an
    // attachment cannot be taken away.
    if !attachment.isEmpty { fields.append(attachment) }
    return fields
  }
}
