import ConsentVault
import Glibc
import VaultCrypto

/// Where the key comes from: the first of these that is given.
enum KeySource: Hashable, Sendable {
  case keyFile(String)
  case descriptor(Int32)
  case command(String)
  case passphraseFile(String)
  /// A file of age identities.
  case identity(String)
  /// systemd's credentials; the service manager owns the file and guards it.
  case credential(String)
  case terminal

  /// Finds the source.
  ///
  /// - Parameters:
  ///   - options: The flags.
  ///   - keyFile: What the environment or the configuration says.
  ///   - environment: Where systemd names its folder of credentials.
  /// - Returns: The first that is given; the terminal if none is.
  static func find(
    _ options: KeyOptions, keyFile: Setting, environment: Environment
  ) -> KeySource {
    if let path = options.keyFile { return .keyFile(path) }
    if let descriptor = options.keyFD { return .descriptor(descriptor) }
    if let command = options.keyCommand { return .command(command) }
    if let path = options.passphraseFile { return .passphraseFile(path) }
    if let path = options.identity { return .identity(path) }
    if let path = keyFile.value { return .keyFile(path) }
    if let folder = environment["CREDENTIALS_DIRECTORY"] {
      let path = "\(folder)/cvault-key"
      if unsafe access(path, F_OK) == 0 { return .credential(path) }
    }
    return .terminal
  }

  /// Takes standard input, if it is the source.
  func claim(_ input: StandardInput) throws(CommandError) {
    switch self {
    case .keyFile("-"): try input.claim(for: "the key file")
    case .passphraseFile("-"): try input.claim(for: "the passphrase")
    default: break
    }
  }

  /// Whether the secret can be read a second time; a pipe gives it once.
  var canBeReadAgain: Bool {
    switch self {
    case .keyFile("-"), .passphraseFile("-"), .descriptor: false
    case .keyFile, .command, .passphraseFile, .identity, .credential, .terminal: true
    }
  }

  /// What opens a vault.
  var unlockKey: UnlockKey {
    UnlockKey { try self.secret() }
  }

  /// Reads the secret.
  func secret() throws -> UnlockSecret {
    switch self {
    case .keyFile("-"): .keyFile(try Self.key(SecretInput.all(STDIN_FILENO)))
    case .keyFile(let path): .keyFile(try KeyFile.read(path))
    case .descriptor(let descriptor): .keyFile(try Self.key(SecretInput.all(descriptor)))
    case .command(let command): .keyFile(try Self.key(KeyCommand.secret(command)))
    case .credential(let path): .keyFile(try Self.key(Self.file(path)))
    case .passphraseFile("-"): try Self.passphrase(SecretInput.line(STDIN_FILENO))
    case .passphraseFile(let path): try Self.passphrase(KeyFile.passphrase(path))
    case .identity(let path): .ageIdentity(try AgeIdentity.read(path))
    case .terminal:
      switch TerminalPrompt() {
      case .some(let prompt): try Self.passphrase(prompt.secret("Passphrase or recovery code: "))
      case .none: throw Self.missing
      }
    }
  }

  private static let missing = CommandError(
    .key, "KEY_MISSING", "no key was given, and there is no terminal to ask at",
    hint:
      "use --key-file, --key-fd, --key-command, --passphrase-file, --identity or CVAULT_KEY_FILE")

  static func key(_ text: consuming SecretBytes) throws -> SecretBytes {
    do throws(CryptoError) {
      return try KeyFile.secret(from: text)
    } catch {
      guard error == .malformed else { throw error }
      throw CommandError(
        .key, "KEY_WRONG", "what was given is not the text of a key file",
        hint: "a key file is one line that begins with CVAULT-KEY-1")
    }
  }

  private static func passphrase(_ text: consuming SecretBytes) throws -> UnlockSecret {
    guard text.count > 0 else { throw CryptoError.emptyPassphrase }
    return RecoveryCodeShape.matches(text) ? .recoveryCode(text) : .passphrase(text)
  }

  private static func file(_ path: String) throws -> SecretBytes {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      throw CommandError(.key, "KEY_UNREADABLE", "the credential `cvault-key` cannot be read")
    }
    defer { close(descriptor) }
    return try SecretInput.all(descriptor)
  }
}
