import Glibc
import VaultCrypto

/// A passphrase that is to open something from now on.
enum NewPassphrase {
  /// The first line of a file, of standard input for `-`, or what is typed twice at the terminal for nil.
  static func read(_ path: String?, _ session: Session) throws -> SecretBytes {
    let passphrase: SecretBytes
    switch path {
    case "-":
      try session.input.claim(for: "the passphrase")
      passphrase = try SecretInput.line(STDIN_FILENO)
    case .some(let path): passphrase = try KeyFile.passphrase(path)
    case nil: passphrase = try asked()
    }
    guard passphrase.count > 0 else { throw CryptoError.emptyPassphrase }
    guard !RecoveryCodeShape.matches(passphrase) else {
      throw CommandError.usage(
        "PASSPHRASE_AMBIGUOUS", "the passphrase looks like a recovery code",
        hint: "choose one that is not 26 letters and digits")
    }
    return passphrase
  }

  private static func asked() throws -> SecretBytes {
    guard Console.isTerminal(STDIN_FILENO), case .some(let prompt) = TerminalPrompt() else {
      throw CommandError.usage(
        "KEY_MISSING", "there is no terminal to ask for the new passphrase at",
        hint: "name a file that has it on its first line, or a key file")
    }
    let first = try prompt.secret("New passphrase: ")
    let second = try prompt.secret("The same again: ")
    guard first.equals(second) else {
      throw CommandError.usage("PASSPHRASE_DIFFERS", "the two passphrases differ")
    }
    return first
  }
}
