import ArgumentParser
import ConsentVault
import VaultCrypto

/// What a new owner slot is to be opened with: exactly one way.
struct NewKeyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write a new key file here, mode 0600; with --age or --systemd-creds, the encrypted one.",
      valueName: "path"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "Take the passphrase on the first line of a file; - is standard input.", valueName: "path"))
  var newPassphraseFile: String?

  @Flag(help: "Ask for a passphrase at the terminal, twice.")
  var passphrase = false

  @Flag(help: "Make a new recovery code, and show it once.")
  var recoveryCode = false

  @Option(
    help: ArgumentHelp(
      "Take the key file text that a program prints; --key-command unlocks with it.",
      valueName: "command"))
  var command: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Encrypt a new key to age recipients; --identity unlocks with it.",
      valueName: "recipient"))
  var age: [String] = []

  @Flag(help: "Encrypt a new key for this machine's services with systemd-creds; needs --to.")
  var systemdCreds = false

  @Option(help: "What systemd-creds encrypts with: auto or host.")
  var withKey: SystemdCredential.Key?

  func validate() throws {
    let ways = [
      newPassphraseFile != nil, passphrase, recoveryCode, command != nil, !age.isEmpty,
      systemdCreds,
    ].count { $0 }
    guard ways <= 1, ways == 1 || to != nil else {
      throw ValidationError(
        """
        name one of --to, --new-passphrase-file, --passphrase, --recovery-code, --command, --age and \
        --systemd-creds
        """)
    }
    guard to == nil || ways == 0 || !age.isEmpty || systemdCreds else {
      throw ValidationError("--to goes with a key file, --age or --systemd-creds")
    }
    guard !systemdCreds || to != nil else { throw ValidationError("--systemd-creds needs --to") }
    guard withKey == nil || systemdCreds else {
      throw ValidationError("--with-key goes with --systemd-creds")
    }
  }

  /// The key; a recovery code is handed to `code` once the slot is there.
  ///
  /// Whatever is asked for or run is asked for and run here, before anything is locked.
  func key(_ session: Session, showing code: ShownOnce) throws -> NewKey {
    if recoveryCode { return .recoveryCode { code.show($0) } }
    if !age.isEmpty { return try .age(recipients: age, to: to) }
    if let command {
      let secret = KeptSecret(try KeySource.key(KeyCommand.secret(command)))
      return .brought(as: .command) { .keyFile(try secret.bytes.copy()) }
    }
    if systemdCreds, let to {
      let secret = KeptSecret(try SecretBytes.random(count: KeyFile.secretSize))
      let file = try SystemdCredential.encrypt(secret.bytes, with: withKey ?? .auto)
      return .brought(as: .credential, writing: (to, file)) {
        .keyFile(try secret.bytes.copy())
      }
    }
    if let to { return .keyFile(to: to) }
    let secret = KeptSecret(try NewPassphrase.read(newPassphraseFile, session))
    return .brought(as: .passphrase) { .passphrase(try secret.bytes.copy()) }
  }

  /// A secret that a closure may hold.
  private final class KeptSecret: Sendable {
    let bytes: SecretBytes

    init(_ bytes: consuming SecretBytes) { self.bytes = bytes }
  }
}
