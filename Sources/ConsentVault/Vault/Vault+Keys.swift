import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// A way to unlock the vault.
  package struct KeySlot: Hashable, Sendable {
    package let number: UInt32
    package let kind: String
    /// For a purpose slot, what it opens.
    package let purposes: [String]
  }

  /// The slots of the keyring.
  package func keySlots() throws(VaultError) -> [KeySlot] {
    try atTheDoor {
      try Keyring.read(store.directory.keyring).slots.map {
        KeySlot(number: $0.number, kind: $0.kind.name, purposes: $0.purposes)
      }
    }
  }

  /// Issues a key file that opens the envelopes of some purposes and nothing else.
  ///
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; `PURPOSE_UNKNOWN`; `FILE_EXISTS`.
  package func issueKey(
    for purposes: [String], to path: String
  ) async throws(VaultError) -> UInt32 {
    try await atTheDoor {
      try requireOwner()
      let file = store.directory.keyring
      return try await store.write { [self] transaction in
        let policy = try policy(in: transaction)
        for purpose in purposes { _ = try policy.leafPurpose(purpose) }
        let keyring = try Keyring.read(file)
        let issued = try keyring.addPurposeSlot(purposes: purposes, chain: keys)
        try KeyFile.write(issued.secret, to: path)
        try issued.keyring.write(to: file, replacing: keyring)
        _ = try transaction.append(
          .keyEvent, about: nil, actor: options.typist, policy: policy.number,
          detail: LeafDetail(
            text: "slot \(issued.slot) issued for \(purposes.joined(separator: " "))"))
        return issued.slot
      }
    }
  }
}
