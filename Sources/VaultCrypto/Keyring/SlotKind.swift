/// How a slot of the keyring is opened.
///
/// Append-only numbers.
package enum SlotKind: UInt8, Sendable, CaseIterable {
  /// An owner's key file.
  case keyFile = 1
  /// An owner's passphrase, through scrypt.
  case passphrase = 2
  /// The owner's recovery code, made with the keyring.
  case recoveryCode = 3
  /// A purpose key file: opens the envelopes of its purposes only.
  case purpose = 4

  /// Whether the slot holds the vault root key.
  package var isOwner: Bool { self != .purpose }
}

extension SlotKind {
  /// The word for it in commands.
  package var name: String {
    switch self {
    case .keyFile: "key-file"
    case .passphrase: "passphrase"
    case .recoveryCode: "recovery-code"
    case .purpose: "purpose"
    }
  }
}
