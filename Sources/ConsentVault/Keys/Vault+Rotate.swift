package import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// Gives a key a new generation: everything is sealed under it from now on, by every process, and what
  /// was sealed before still opens.
  ///
  /// ``rewrap(batch:progress:)`` then rewrites that and destroys the older generations, and for pages
  /// ``renewPages()``; both go on where they were stopped.
  ///
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; `ROTATION_PENDING` if one was not finished;
  ///   `PURPOSE_UNKNOWN`; `KEYRING_FULL`.
  package func beginRotation(of key: RotatingKey) async throws(VaultError) -> Rotation {
    try await atTheDoor {
      try requireOwner()
      guard !options.isRehearsal else { throw VaultError.noRehearsal }
      return try await store.write { [self] transaction in
        let policy = try policy(in: transaction)
        if case .purpose(let purpose) = key { _ = try policy.leafPurpose(purpose) }
        var begun: Keyring.Begun?
        try store.rewriteKeyring(in: transaction) { keyring in
          begun = try Self.withRoom { try keyring.rotating(key, chain: keys) }
          return begun?.keyring
        }
        guard let begun else { throw CryptoError.rotationPending }
        let leaf = try transaction.append(
          .keyEvent, about: nil, actor: options.typist, policy: policy.number,
          detail: LeafDetail(text: "rotation of \(key.name) to generation \(begun.number) begun"))
        if case .page = key { try transaction.record(Milestone(.pageEpochBegun, leaf: leaf)) }
        return Rotation(
          generation: begun.number,
          dropped: begun.dropped.map { KeySlot($0) }, leaf: leaf)
      }
    }
  }

  /// Makes a new key for the log's signatures; the one before is kept as old.
  ///
  /// - Returns: its number and its public half.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; `KEYRING_FULL` if there were 256 of them, since each is
  ///   kept for what it has signed.
  package func rotateLogKey() async throws(VaultError) -> (key: LogKey, leaf: UInt64) {
    try await atTheDoor {
      try requireOwner()
      guard !options.isRehearsal else { throw VaultError.noRehearsal }
      return try await store.write { [self] transaction in
        var made: LogKey?
        try store.rewriteKeyring(in: transaction) { keyring in
          let (next, key) = try Self.withRoom { try keyring.rotatingLogKey(chain: keys) }
          made = key
          return next
        }
        guard let made else { throw StoreError.integrity("the keyring") }
        let leaf = try transaction.append(
          .keyEvent, about: nil, actor: options.typist, policy: transaction.policyNumber(),
          detail: LeafDetail(text: "log key \(made.number) signs from now on"))
        return (made, leaf)
      }
    }
  }
}

extension RotatingKey {
  /// The word for it in leaves and commands.
  package var name: String {
    switch self {
    case .wrap: "the wrapping key"
    case .page: "the page key"
    case .purpose(let purpose): "the key of `\(purpose)`"
    }
  }
}
