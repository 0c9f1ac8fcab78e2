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
  /// The text of a key file that an external command prints.
  case command = 5
  /// A random secret in an age file, which the slot carries; opened by an identity.
  case age = 6
  /// The text of a key file, encrypted for one machine by systemd-creds.
  case credential = 7

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
    case .command: "command"
    case .age: "age"
    case .credential: "credential"
    }
  }
}
