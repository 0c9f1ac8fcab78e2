import VaultCrypto
import VaultLedger
import VaultStore

extension Vault {
  /// The slots of the keyring: what opens the vault.
  ///
  /// - Returns: them in the order of their making; nothing in them is secret.
  /// - Throws: ``VaultError`` `KEYRING_DAMAGED`.
  public func keySlots() throws(VaultError) -> [KeySlot] {
    try atTheDoor { try Keyring.read(store.directory.keyring).slots.map { KeySlot($0) } }
  }

  /// The slot whose key opened this vault.
  package var slotInUse: UInt32 { keys.slotNumber }

  /// Records that the key with which the vault was opened opens a slot: a drill, so that the day on which
  /// it is needed is not the day on which it is first tried.
  ///
  /// A purpose key may do it too. Nothing else is opened.
  ///
  /// - Returns: the slot and the leaf.
  /// - Throws: ``VaultError`` `SLOT_UNKNOWN` if the slot was removed since.
  public func drill() async throws(VaultError) -> KeyChange {
    try await atTheDoor {
      let slots = try Keyring.read(store.directory.keyring).slots
      guard let slot = slots.first(where: { $0.number == slotInUse }) else {
        throw VaultError.unknownSlot(slotInUse)
      }
      let leaf = try await store.write { [self] transaction in
        try record("drilled", slot, in: transaction)
      }
      return KeyChange(slot: KeySlot(slot), slots: slots.map { KeySlot($0) }, leaf: leaf)
    }
  }

  /// Adds an owner slot: one more way to open everything.
  ///
  /// It runs on a thread of its own; a passphrase takes about half a second of scrypt.
  ///
  /// - Parameter key: what opens it.
  /// - Returns: the new slot and the leaf.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; `KEYRING_FULL`; `FILE_EXISTS`; then there is no slot
  ///   and no file.
  public func addKey(_ key: NewKey) async throws(VaultError) -> KeyChange {
    try await changingKeys { [self] in
      try changeKeyring("added") { keyring in
        try KeyringDecision(adding: key, to: keyring, chain: keys)
      }
    }
  }

  /// Takes a slot out of the keyring: what opened it opens nothing any more.
  ///
  /// Whoever kept a copy of the old keyring beside the key can still open that copy, and a vault with
  /// the same root key: rotate the root key after a theft.
  ///
  /// - Parameter number: the slot.
  /// - Returns: the slot that is gone, those that remain, and the leaf.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; `SLOT_UNKNOWN`; `SLOTS_TOO_FEW`, because two owner
  ///   slots stay at all times.
  public func removeKey(slot number: UInt32) async throws(VaultError) -> KeyChange {
    try await changingKeys { [self] in
      try changeKeyring("removed") { keyring in
        guard let slot = keyring.slots.first(where: { $0.number == number }) else {
          throw VaultError.unknownSlot(number)
        }
        guard let next = try keyring.removing(slot: number, chain: keys) else {
          throw VaultError.tooFewSlots
        }
        return KeyringDecision(removing: slot, leaving: next)
      }
    }
  }
}

extension VaultError {
  /// There is no such slot.
  static func unknownSlot(_ number: UInt32) -> VaultError {
    VaultError(
      .notFound, "SLOT_UNKNOWN", "the keyring has no slot \(number)",
      hint: "list them with `cvault keys list`")
  }

  /// Two owner slots stay at all times.
  static let tooFewSlots = VaultError(
    .refused, "SLOTS_TOO_FEW", "without this slot the vault would have one owner slot left",
    hint: "add another first, with `cvault keys add`")
}
