import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// Replaces the vault root key: after a theft of what opened the vault, and of nothing less.
  ///
  /// Everything is sealed anew under keys of the new root; slots are made for the owner's secret and for a new
  /// recovery code, and every other slot is dropped. Tags of subjects and the keys of frame headers stay those
  /// of the first root. Interrupted, it goes on when it is called again. Afterwards this vault, and every other
  /// process that has it open, is refused everything with `KEYS_CHANGED`: open it anew.
  ///
  /// An anchor outside the directory that was not named at opening does not fit any more.
  ///
  /// - Parameters:
  ///   - key: what will open the vault, the present key file or passphrase; asked for twice at most.
  ///   - progress: as for ``rewrap(batch:progress:)``.
  /// - Returns: what is to be shown and issued anew.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`, `KEY_WRONG` if the key does not open the vault now;
  ///   `ROTATION_PENDING` if another rotation is under way; `BUSY` if a reader is in the way of the pages;
  ///   `INTERRUPTED` if the task was cancelled. It goes on the next time.
  package func rotateRoot(
    unlockedBy key: UnlockKey, progress: (RewrapReport) -> Void = { _ in }
  ) async throws(VaultError) -> RootRotation {
    try await atTheDoor {
      try requireOwner()
      guard !options.isRehearsal else { throw VaultError.noRehearsal }
      try requireSlot(for: key)
      let begun = try await beginRoot()
      guard try await rewrap(progress: progress).isComplete else { throw VaultError.interrupted }
      if try isRenewingPages() { _ = try await renewPages() }
      try await resealPolicy()
      let slots = try Keyring.read(store.directory.keyring)
        .ownerSlotsOfNewRoot(key.secret(), chain: keys)
      let (dropped, leaf) = try await turn(to: slots.slots, number: begun.number)
      return RootRotation(
        generation: begun.number, dropped: (begun.dropped + dropped).map { KeySlot($0) },
        recoveryCode: try slots.recoveryCode.copy(), leaf: leaf)
    }
  }

  /// Refuses a secret that could not be given again, or that does not open the vault as it is.
  private func requireSlot(for key: UnlockKey) throws {
    let secret = try key.secret()
    guard secret.isKept else {
      throw VaultError(
        .usage, "KEY_UNFIT", "a new root key is made for a key file or a passphrase",
        hint: "a new recovery code is made by it; unlock with another key")
    }
    guard try Keyring.read(store.directory.keyring).unlock(with: secret).isOwner else {
      throw VaultError.needsOwner
    }
  }

  /// The pending root, begun now or before.
  private func beginRoot() async throws -> (number: UInt32, dropped: [KeyringSlot]) {
    try await store.write { [self] transaction in
      var begun: Keyring.Begun?
      var pending: UInt32?
      try store.rewriteKeyring(in: transaction) { keyring in
        pending = keyring.pendingRoot
        guard pending == nil else { return nil }
        begun = try keyring.replacingRoot(chain: keys)
        guard begun != nil else { throw CryptoError.rotationPending }
        return begun?.keyring
      }
      if let pending { return (pending, []) }
      guard let begun else { throw CryptoError.rotationPending }
      _ = try transaction.append(
        .keyEvent, about: nil, actor: options.typist, policy: transaction.policyNumber(),
        detail: LeafDetail(text: "rotation of the root key to number \(begun.number) begun"))
      return (begun.number, begun.dropped)
    }
  }

  /// Seals the policy under the pending root; committed before the turn, after which nothing else opens it.
  private func resealPolicy() async throws {
    try await store.write { [self] transaction in
      let policy = try policy(in: transaction)
      try transaction.resealPolicy(registry: policy.registry)
      _ = try transaction.append(
        .keyEvent, about: nil, actor: options.typist, policy: policy.number,
        detail: LeafDetail(text: "the policy's seal renewed"))
    }
  }

  /// Turns to the new root; the last thing that these keys do.
  private func turn(
    to slots: [KeyringSlot], number: UInt32
  ) async throws -> (dropped: [KeyringSlot], leaf: UInt64) {
    try await store.write { [self] transaction in
      let leaf = try transaction.append(
        .keyEvent, about: nil, actor: options.typist, policy: transaction.policyNumber(),
        detail: LeafDetail(text: "root key \(number) in use, and new slots made"))
      var dropped: [KeyringSlot] = []
      let isDone = try store.replaceKeyring(in: transaction) { keyring in
        guard let turned = try keyring.turningToNewRoot(slots, chain: keys) else { return nil }
        dropped = turned.dropped
        return turned.keyring
      }
      guard isDone else { throw CryptoError.rotationPending }
      return (dropped, leaf)
    }
  }
}

extension VaultError {
  fileprivate static let interrupted = VaultError(
    .busy, "INTERRUPTED", "the rotation was interrupted",
    hint: "nothing is lost; start it again, and it goes on")
}
