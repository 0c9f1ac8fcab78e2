/// What somebody brings to open a keyring.
package enum UnlockSecret: ~Copyable, Sendable {
  /// The 32 random bytes of a key file, an owner's or a purpose's.
  case keyFile(SecretBytes)
  /// A passphrase, as the bytes that were typed; not empty.
  case passphrase(SecretBytes)
  /// The text of the recovery code: 26 Crockford base32 characters, hyphens and spaces ignored.
  case recoveryCode(SecretBytes)
  /// Identities of age, one of which may open the file that an age slot carries.
  case ageIdentity(AgeIdentity)

  /// Whether the same secret opens a new slot: a recovery code is replaced by a new one, and an age
  /// identity opens what was encrypted to its recipient.
  package var isKept: Bool { [.keyFile, .passphrase].contains(ownerKind) }

  /// The slots that a secret of this kind may open.
  var kinds: [SlotKind] {
    switch self {
    // Wherever it is kept, it is the text of a key file once somebody has it.
    case .keyFile: [.keyFile, .purpose, .command, .age, .credential]
    case .passphrase: [.passphrase]
    case .recoveryCode: [.recoveryCode]
    case .ageIdentity: [.age]
    }
  }

  /// The kind of an owner's slot that is made for it, if nothing else is said.
  var ownerKind: SlotKind {
    switch self {
    case .keyFile: .keyFile
    case .passphrase: .passphrase
    case .recoveryCode: .recoveryCode
    case .ageIdentity: .age
    }
  }
}
