import VaultCrypto
import VaultLedger
@_exported public import VaultModel
import VaultPolicy
import VaultStore

/// A failure: the vault could not, or by its rules will not, do what was asked.
///
/// Two errors are equal if their codes are. No text holds personal data or key bytes.
public struct VaultError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is: what a caller should do about it.
  public enum Kind: Hashable, Sendable {
    /// A rule says no.
    case refused
    /// There is no such subject, permission or file.
    case notFound
    /// There is no vault.
    case noVault
    /// The key is missing, wrong, or opens too little.
    case key
    /// What is stored does not fit together: edited, damaged, or rolled back.
    case integrity
    /// The caller's input is malformed.
    case usage
    /// The machine could not read or write.
    case inputOutput
    /// Others are writing; try again.
    case busy
    /// This should not happen.
    case unexpected
  }

  /// What a caller should do about it.
  public let kind: Kind
  /// A stable name, such as `LIFETIME_TOO_LONG`; the list grows and never changes.
  public let code: String
  /// One sentence, lower case, no personal data.
  public let description: String
  /// What to do next.
  public let hint: String?

  package init(_ kind: Kind, _ code: String, _ description: String, hint: String? = nil) {
    self.kind = kind
    self.code = code
    self.description = description
    self.hint = hint
  }

  /// Whether the codes are the same.
  public static func == (a: Self, b: Self) -> Bool { a.code == b.code }
  /// Hashes the code alone, as equality demands.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension VaultError {
  /// Puts an error from below the door into the door's words.
  package init(_ error: any Error) {
    switch error {
    case let error as VaultError: self = error
    case let error as StoreError: self.init(error)
    case let error as CryptoError: self.init(error)
    case KeyFileError.content(let error): self.init(error)
    case KeyFileError.file(let error): self.init(error)
    case AgeError.file(let error): self.init(error)
    case AgeError.crypto(let error): self.init(error)
    case let error as AgeError: self.init(error)
    case let error as SecureFileError: self.init(error)
    case let error as NoteError: self.init(error, in: "checkpoint")
    case LedgerError.tooLarge:
      let error = LedgerError.tooLarge
      self.init(.usage, "TOO_LARGE", error.description, hint: error.hint)
    case let error as InvalidName: self.init(.usage, "SUBJECT_INVALID", error.description)
    case is RegistryError:
      self.init(.integrity, "INTEGRITY", "the registry of names is damaged or full")
    default: self.init(.unexpected, "INTERNAL", "something failed that should not")
    }
  }

  private init(_ error: StoreError) {
    let (kind, code): (Kind, String) =
      switch error.code {
      case .noVault: (.noVault, "NO_VAULT")
      case .exists: (.usage, "VAULT_EXISTS")
      case .unsafeFile: (.integrity, "FILE_UNSAFE")
      case .busy: (.busy, "BUSY")
      case .full: (.inputOutput, "DISK_FULL")
      case .inputOutput: (.inputOutput, "INPUT_OUTPUT")
      case .readOnly: (.inputOutput, "READ_ONLY")
      case .damaged: (.integrity, "DATABASE_DAMAGED")
      case .schema: (.integrity, "SCHEMA_CHANGED")
      case .unsealed: (.integrity, "DATABASE_UNSEALED")
      case .outdated: (.integrity, "VAULT_OUTDATED")
      case .newerFormat: (.integrity, "NEWER_FORMAT")
      case .integrity: (.integrity, "INTEGRITY")
      case .rolledBack: (.integrity, "VAULT_ROLLED_BACK")
      case .anchorPlace: (.usage, "ANCHOR_PLACE_INVALID")
      case .backupMissing: (.notFound, "BACKUP_MISSING")
      case .backupDamaged: (.integrity, "BACKUP_DAMAGED")
      case .backupForeign: (.integrity, "BACKUP_OF_ANOTHER_VAULT")
      case .backupForked: (.integrity, "BACKUP_FORKED")
      case .backupGap: (.integrity, "BACKUP_GAP")
      case .backupExpired: (.refused, "KEY_PART_EXPIRED")
      case .unexpected: (.unexpected, "INTERNAL")
      }
    self.init(kind, code, error.description, hint: error.hint)
  }

  private init(_ error: CryptoError) {
    let (kind, code): (Kind, String) =
      switch error {
      case .authenticationFailed, .malformed, .anotherVault: (.integrity, "INTEGRITY")
      case .wrongKey: (.key, "KEY_WRONG")
      case .keyringDamaged: (.integrity, "KEYRING_DAMAGED")
      case .keysChanged: (.key, "KEYS_CHANGED")
      case .rotationPending: (.refused, "ROTATION_PENDING")
      case .newerFormat: (.integrity, "NEWER_FORMAT")
      case .emptyPassphrase: (.usage, "PASSPHRASE_EMPTY")
      case .tooLarge: (.usage, "TOO_LARGE")
      case .needsOwner: (.key, "OWNER_KEY_NEEDED")
      case .unavailable: (.unexpected, "CRYPTOGRAPHY_UNAVAILABLE")
      }
    self.init(kind, code, error.description, hint: error.hint)
  }

  private init(_ error: AgeError) {
    let (kind, code): (Kind, String) =
      switch error {
      case .recipient, .tooLarge: (.usage, "RECIPIENT_INVALID")
      case .identity: (.key, "IDENTITY_INVALID")
      case .anotherRecipient: (.key, "KEY_WRONG")
      default: (.integrity, "AGE_FILE_INVALID")
      }
    self.init(kind, code, error.description, hint: error.hint)
  }

  private init(_ error: SecureFileError) {
    let (kind, code): (Kind, String) =
      switch error {
      case .missing: (.notFound, "FILE_MISSING")
      case .exists: (.usage, "FILE_EXISTS")
      case .openToOthers, .foreignOwner, .notARegularFile: (.key, "FILE_UNSAFE")
      case .system: (.inputOutput, "INPUT_OUTPUT")
      }
    self.init(kind, code, error.description, hint: error.hint)
  }

  /// Only an owner's slot can do this.
  static let needsOwner = VaultError(CryptoError.needsOwner)

  /// There is no such permission.
  static func unknownPermission(_ id: Identifier) -> VaultError {
    VaultError(
      .notFound, "PERMISSION_UNKNOWN", "there is no consent or ground `\(id)`",
      hint: "list a person's with `cvault consents SUBJECT` and `cvault ground list SUBJECT`")
  }

  /// The subject was never seen.
  static let subjectUnknown = VaultError(
    .notFound, "SUBJECT_UNKNOWN", "the vault does not know this subject",
    hint: "check the id; it is compared letter by letter")

  /// The subject was erased, and everything is refused until it is readmitted.
  static let subjectErased = VaultError(
    .refused, "SUBJECT_ERASED", "the subject was erased",
    hint: "if the person has come back, use `cvault subject readmit`")

  /// A change that consent states do not allow.
  static func illegalTransition(_ from: PermissionState, to: String) -> VaultError {
    VaultError(
      .refused, "ILLEGAL_TRANSITION", "a record that is \(from.name) cannot become \(to)",
      hint: "a new yes is a new record: use `cvault grant`")
  }
}

/// Runs `body` and puts what it throws into the door's words.
func atTheDoor<R: ~Copyable>(_ body: () throws -> R) throws(VaultError) -> R {
  do { return try body() } catch { throw VaultError(error) }
}

/// Runs `body` and puts what it throws into the door's words.
func atTheDoor<R: ~Copyable>(
  _ body: () async throws -> R
) async throws(VaultError) -> R {
  do { return try await body() } catch { throw VaultError(error) }
}
