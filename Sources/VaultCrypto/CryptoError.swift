/// What can go wrong with keys and sealed bytes; never says which key, value or person.
package enum CryptoError: Error, Hashable, Sendable {
  /// A tag does not fit: the bytes were changed, moved to another place, or sealed by another key.
  case authenticationFailed
  /// Written for another vault than the one that was unlocked.
  case anotherVault
  /// No slot of the keyring opens with this secret.
  case wrongKey
  /// No readable half of the keyring is left, or its MAC does not fit.
  case keyringDamaged
  /// The keyring has another root key than the one in use, or no longer the slot that was opened.
  case keysChanged
  /// A rotation was begun that must be finished first.
  case rotationPending
  /// The version or algorithm byte is one that this program does not know.
  case newerFormat
  /// Cut short, badly built, or over a cap.
  case malformed
  /// A passphrase of no bytes, which would guard nothing.
  case emptyPassphrase
  /// The input is longer than its format can hold.
  case tooLarge
  /// Only an owner's slot can do this; a purpose key cannot.
  case needsOwner
  /// libcrypto or the kernel failed; holds the name of the primitive and nothing else.
  case unavailable(String)
}

extension CryptoError: CustomStringConvertible {
  /// One sentence for people.
  package var description: String {
    switch self {
    case .authenticationFailed: "sealed data does not fit its place: it was changed or moved"
    case .anotherVault: "this belongs to another vault"
    case .wrongKey: "no slot of the keyring opens with this secret"
    case .keyringDamaged: "the keyring is damaged"
    case .keysChanged: "the keys of the vault were changed since it was opened"
    case .rotationPending: "a rotation of keys was begun and is not finished"
    case .newerFormat: "this was written in a format newer than this program knows"
    case .malformed: "sealed data is cut short or badly built"
    case .emptyPassphrase: "the passphrase is empty"
    case .tooLarge: "the data is longer than its format can hold"
    case .needsOwner: "this needs an owner key, and a purpose key was given"
    case .unavailable(let primitive): "\(primitive) is not available on this system"
    }
  }

  /// What to do next, for the line after the description.
  package var hint: String {
    switch self {
    case .authenticationFailed: "run `cvault ledger verify`, and compare with a backup"
    case .anotherVault: "put the file of this vault in its place"
    case .wrongKey: "check the key file or passphrase, or use the recovery code"
    case .keyringDamaged:
      "restore the file `keyring` from your newest copy of the vault's directory"
    case .keysChanged: "open the vault anew, with a key that it has now"
    case .rotationPending: "finish it with `cvault keys rewrap`, then try again"
    case .newerFormat: "use a newer version of cvault"
    case .malformed: "run `cvault doctor`, and compare with a backup"
    case .emptyPassphrase: "it is the first line of what is read: put it there"
    case .tooLarge: "a value is at most 1 MiB and a name at most 65,535 bytes"
    case .needsOwner: "unlock the vault with an owner's key file, passphrase or recovery code"
    case .unavailable: "check the installed libcrypto and the limit on locked memory"
    }
  }
}
