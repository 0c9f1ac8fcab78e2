import Dispatch
import VaultCrypto
import VaultLedger
import VaultStore

extension Vault {
  /// Changes the keyring: first the file that goes out, then the leaf, then the keyring.
  ///
  /// INVARIANT: no slot is without its leaf. The leaf is on the disk before a half of the keyring is
  /// touched; a crash between the two leaves a leaf that names a slot which never came, or has not gone.
  /// Whoever changes slots holds the lock of the keyring's file throughout, and SQLite's write lock while
  /// it is written, which rotations hold too.
  ///
  /// - Parameters:
  ///   - word: What is done with the slot, for the leaf.
  ///   - decide: The change of the keyring that is there.
  /// - Returns: The slot and the leaf.
  /// - Throws: What `decide` throws; ``VaultError`` `KEYRING_FULL`, `BUSY`, `FILE_EXISTS`.
  func changeKeyring(
    _ word: String, _ decide: (Keyring) throws -> KeyringDecision
  ) throws -> KeyChange {
    try requireOwner()
    let path = store.directory.keyring
    let lock = try SecureFile.open(path, writable: true)
    try lock.lock(exclusive: true)
    defer { try? lock.unlock() }
    let present = try Keyring.read(path)
    // A new slot for a purpose gets its newest key.
    try keys.adopt(present)
    let decision = try Self.withRoom { try decide(present) }
    if !options.isRehearsal { try decision.file?.write() }
    do {
      let leaf = try store.writeNow { [self] transaction in
        try record(word, decision.slot, in: transaction)
      }
      if !options.isRehearsal {
        try store.writeNow { [store] transaction in
          _ = try store.rewriteKeyring(in: transaction) { now in
            guard now.generation == present.generation else { throw VaultError.keysMoved }
            return decision.keyring
          }
        }
        decision.afterwards?()
      }
      return KeyChange(
        slot: KeySlot(decision.slot), slots: decision.keyring.slots.map { KeySlot($0) },
        leaf: leaf)
    } catch {
      if !options.isRehearsal { Self.takeBack(decision, path) }
      throw error
    }
  }

  /// Runs `body`, which makes a keyring of another.
  ///
  /// - Throws: ``VaultError`` `KEYRING_FULL`; what else `body` throws.
  static func withRoom<R>(_ body: () throws -> R) throws -> R {
    do { return try body() } catch {
      switch error {
      case CryptoError.tooLarge, AgeError.crypto(.tooLarge): throw VaultError.keyringFull
      default: throw error
      }
    }
  }

  /// Removes the file of a slot that did not come to be.
  private static func takeBack(_ decision: KeyringDecision, _ path: String) {
    guard let file = decision.file else { return }
    // A half that was written opens with the file: then it is kept.
    if let now = try? Keyring.read(path), !now.slots.contains(decision.slot), !now.needsRepair {
      file.remove()
    }
  }

  /// The leaf of a key event.
  func record(
    _ word: String, _ slot: KeyringSlot, in transaction: WriteTransaction
  ) throws -> UInt64 {
    let purposes = slot.purposes.isEmpty ? "" : " for \(slot.purposes.joined(separator: " "))"
    return try transaction.append(
      .keyEvent, about: nil, actor: options.typist, policy: transaction.policyNumber(),
      detail: LeafDetail(
        counts: ["slot": UInt64(slot.number)], text: "\(slot.kind.name) \(word)\(purposes)"))
  }

  /// Runs a change of the keyring on a thread of its own: it takes locks, syncs, and may run scrypt.
  func changingKeys<R: Sendable>(
    _ body: @escaping @Sendable () throws -> R
  ) async throws(VaultError) -> R {
    try await atTheDoor {
      try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
      }
    }
  }
}

extension VaultError {
  /// A rotation came between the leaf and the keyring.
  static let keysMoved = VaultError(
    .busy, "BUSY", "another program has changed the keys meanwhile", hint: "try again")

  /// No slot fits in beside the others.
  static let keyringFull = VaultError(
    .refused, "KEYRING_FULL", "the keyring has no room for another slot or key",
    hint: "remove a slot with `cvault keys remove`; there are at most 8 passphrases")
}
