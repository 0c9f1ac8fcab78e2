import ConsentVault
import Glibc
import VaultCrypto

/// The first key of a new vault: a key file that is written now, or a passphrase.
struct NewVaultKey: ~Copyable {
  let secret: UnlockSecret
  /// The key file that was written; it is taken away again if the vault cannot be made.
  private let written: String?

  init(keyFile: String?, passphraseFile: String?, _ session: Session) throws {
    if let keyFile {
      let bytes = try SecretBytes.random(count: KeyFile.secretSize)
      // Before the vault: a vault whose key was never written down would be lost at once.
      do throws(KeyFileError) {
        try KeyFile.write(bytes, to: keyFile)
      } catch {
        throw Self.unwritable(error, keyFile)
      }
      secret = .keyFile(bytes)
      written = keyFile
    } else {
      secret = .passphrase(try Self.passphrase(passphraseFile, session))
      written = nil
    }
  }

  /// Takes a written key file away.
  func remove() {
    if let written { unsafe unlink(written) }
  }

  private static func unwritable(_ error: KeyFileError, _ path: String) -> CommandError {
    switch error {
    case .file(.exists):
      .usage(
        "FILE_EXISTS", "there is something at `\(path)` already",
        hint: "a key file is never overwritten; choose another path")
    case .file(.missing):
      CommandError(
        .notFound, "FILE_MISSING", "there is no directory to hold `\(path)`",
        hint: "make its parent first")
    case .file, .content:
      CommandError(
        .inputOutput, "INPUT_OUTPUT", "the key file `\(path)` cannot be written: \(error)",
        hint: error.hint)
    }
  }

  private static func passphrase(_ path: String?, _ session: Session) throws -> SecretBytes {
    let passphrase: SecretBytes
    switch path {
    case "-":
      try session.input.claim(for: "the passphrase")
      passphrase = try SecretInput.line(STDIN_FILENO)
    case .some(let path): passphrase = try KeyFile.passphrase(path)
    case nil: passphrase = try asked()
    }
    guard passphrase.count > 0 else {
      throw CommandError.usage("PASSPHRASE_EMPTY", "the passphrase is empty")
    }
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
        "KEY_MISSING", "a new vault needs a key", hint: "name --key-file or --passphrase-file")
    }
    let first = try prompt.secret("New passphrase: ")
    let second = try prompt.secret("The same again: ")
    guard first.equals(second) else {
      throw CommandError.usage("PASSPHRASE_DIFFERS", "the two passphrases differ")
    }
    return first
  }
}
