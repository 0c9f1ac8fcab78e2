import ConsentVault
import Synchronization
import VaultCrypto

/// What one run of `cvault` has at hand: the settings, standard input, and the way out.
final class Session {
  let environment: Environment
  let settings: Settings
  let console: Console
  let input = StandardInput()

  /// - Throws: ``CommandError`` for a configuration file or a format that is none.
  init(
    output: OutputOptions, access: VaultOptions?, environment: Environment
  ) throws(CommandError) {
    var flags: [Setting.Name: String] = [:]
    flags[.vault] = access?.vault
    flags[.anchor] = access?.anchor
    flags[.actor] = access?.actor
    flags[.keyFile] = access?.key.keyFile
    flags[.format] = output.chosen?.rawValue
    self.environment = environment
    settings = Settings(
      flags: flags, environment: environment, file: try ConfigurationFile.read(environment),
      presets: [.format: OutputFormat.table.rawValue, .actor: "admin:\(Login.name)"])
    console = Console(
      format: try settings.format(), isQuiet: output.quiet, allowsColour: !output.noColor,
      environment: environment)
  }

  /// The vault's directory.
  func vaultPath() throws(CommandError) -> String {
    if let path = settings[.vault].value { return path }
    return try VaultSearch.only()
  }

  /// Opens the vault that is meant with the key that is given; in a rehearsal every change is undone.
  ///
  /// `newAnchor` is not demanded: the command is about to make it.
  func openVault(
    _ access: VaultOptions, isRehearsal: Bool = false, newAnchor: String? = nil
  ) throws -> Vault {
    var options = options
    options.isRehearsal = isRehearsal
    if let newAnchor, options.anchor == newAnchor { options.anchor = nil }
    return try atVault(access) { path, key throws(VaultError) in
      try Vault.openNow(at: path, unlockedBy: key, options: options)
    }
  }

  /// Hands the vault that is meant, and the key that is given, to a door of the library.
  func atVault<R>(
    _ access: VaultOptions, _ door: (String, UnlockKey) throws(VaultError) -> R
  ) throws -> R {
    let path = try vaultPath()
    return try withKey(access) { key throws(VaultError) in try door(path, key) }
  }

  /// Hands the key that is given to a door of the library.
  func withKey<R>(
    _ access: VaultOptions, _ door: (UnlockKey) throws(VaultError) -> R
  ) throws -> R {
    let source = KeySource.find(
      access.key, keyFile: settings[.keyFile], environment: environment)
    try source.claim(input)
    // The door knows no errors of the command line, so one of ours is carried past it.
    let ours = Mutex<CommandError?>(nil)
    let key = UnlockKey {
      do { return try source.secret() } catch let error as CommandError {
        ours.withLock { $0 = error }
        throw error
      }
    }
    do throws(VaultError) {
      return try door(key)
    } catch {
      if let ours = ours.withLock({ $0 }) { throw ours }
      throw error
    }
  }

  /// The door's options: who types, for the leaves, and the anchor outside the vault.
  var options: Vault.Options {
    var options = Vault.Options()
    options.typist = settings[.actor].value ?? "admin"
    options.anchor = settings[.anchor].value
    return options
  }

  /// A subject as it was typed; `-` is a line of standard input.
  func subject(_ typed: String) throws -> SubjectID {
    let text = typed == "-" ? try input.subjectLine() : typed
    do throws(InvalidName) {
      return try SubjectID(text)
    } catch {
      throw CommandError.usage(
        "SUBJECT_INVALID", error.description,
        hint: "use the company's own id of the person, such as a customer number")
    }
  }
}
