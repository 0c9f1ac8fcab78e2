import Dispatch
import Synchronization
package import VaultCrypto
package import VaultPolicy
package import VaultStore

/// A vault that is open: the one door to what a company knows about its customers.
///
/// Nothing is read through it without a live permission, and every release is a leaf of the ledger
/// before it happens. A vault may be shared between threads and tasks, and several processes may
/// have the same one open.
public final class Vault: Sendable {
  /// Settings that have a good default.
  public struct Options: Sendable {
    /// How much a release of data waits for its leaf; changes of permissions are always strict.
    public var durability: Durability = .strict
    /// Who makes changes through this vault, written into their leaves: at most 255 bytes without control
    /// characters.
    public var typist = "application"
    /// How far the system clock may be behind vault time before everything is refused.
    public var clockTolerance: TimeSpan = .seconds(5)
    /// How far it may be ahead of the newest leaf before a sweep destroys nothing unasked.
    public var clockJump: TimeSpan = .days(7)
    /// The path of one more anchor, on a disk or machine where a rollback of the whole directory does not
    /// reach it; nil for none.
    ///
    /// A new vault makes it. A vault that is opened with it demands that it is there, moves it with
    /// every change, and is refused with `VAULT_ROLLED_BACK` if it is behind it. It is never made on
    /// opening; ``Vault/makeOutsideAnchor(at:)`` adds one to a vault that has none.
    public var anchor: String?
    /// Decides every change by the same code as ever, and undoes it: a dry run.
    package var isRehearsal = false

    /// The good defaults.
    public init() {}

    /// Refuses settings that no vault can work with.
    ///
    /// - Throws: `ACTOR_INVALID` for a name that would leave a leaf no room, or not fit a line.
    func check() throws(VaultError) {
      guard typist.isLine(within: 255) else {
        throw VaultError(
          .usage, "ACTOR_INVALID",
          "the name of who makes changes is over 255 bytes, or has control characters",
          hint: "name a person or a program in a few words, such as `admin:anna`")
      }
    }
  }

  package let store: Store
  let options: Options
  private let policyInForce = Mutex<CompiledPolicy?>(nil)
  /// The request by name that was looked up last.
  let latestInquiry = Mutex<Inquiry?>(nil)
  /// The vault's own note that was signed or verified last.
  let vouched = Mutex<VouchedNote?>(nil)

  package var keys: KeyChain { store.keys }

  init(_ store: Store, _ options: Options) {
    self.store = store
    self.options = options
  }

  /// Opens a vault.
  ///
  /// A passphrase takes about half a second of scrypt, on a thread of its own.
  ///
  /// - Parameters:
  ///   - path: the directory `NAME.vault`.
  ///   - key: what opens it; a purpose key file opens its purpose only.
  ///   - options: settings that have a good default.
  /// - Returns: the vault; its anchor has been held against the ledger and the keyring.
  /// - Throws: ``VaultError``, with codes such as `NO_VAULT`, `KEY_WRONG`, `KEYRING_DAMAGED`,
  ///   `ACTOR_INVALID`, `DATABASE_DAMAGED`, `SCHEMA_CHANGED`, `VAULT_ROLLED_BACK`.
  public static func open(
    at path: String, unlockedBy key: UnlockKey, options: Options = Options()
  ) async throws(VaultError) -> Vault {
    try await atTheDoor {
      try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async {
          continuation.resume(
            with: Result { try openNow(at: path, unlockedBy: key, options: options) })
        }
      }
    }
  }

  /// Opens a vault on the caller's thread; for tools.
  ///
  /// - Parameters:
  ///   - path: the directory `NAME.vault`.
  ///   - key: what opens it; a purpose key file opens its purpose only.
  ///   - options: settings that have a good default.
  /// - Returns: as ``open(at:unlockedBy:options:)``.
  /// - Throws: as ``open(at:unlockedBy:options:)``.
  public static func openNow(
    at path: String, unlockedBy key: UnlockKey, options: Options = Options()
  ) throws(VaultError) -> Vault {
    try openNow(at: path, unlockedBy: key, options: options, clock: SystemTime())
  }

  /// Opens a vault under a clock of the caller's; for tests and simulations.
  @_spi(FixedClock) public static func openNow(
    at path: String, unlockedBy key: UnlockKey, options: Options = Options(),
    clock: any TimeSource
  ) throws(VaultError) -> Vault {
    try atTheDoor {
      try options.check()
      let directory = try VaultDirectory.open(at: path)
      let keyring = try Keyring.read(directory.keyring)
      let chain = try keyring.unlock(with: key.secret())
      return Vault(
        try Store.open(
          in: directory, keys: chain, clock: clock, outsideAnchor: options.anchor,
          isRehearsal: options.isRehearsal), options)
    }
  }

  /// A vault just made, with the recovery code that is shown once.
  package struct New: ~Copyable {
    package let vault: Vault
    /// 26 ASCII characters that open the vault when every other key is lost.
    package let recoveryCode: SecretBytes
  }

  /// Makes a vault under a policy; `key` is the secret of its first owner slot.
  ///
  /// With a policy key the policy must be signed by it, and so must every later version.
  package static func create(
    at path: String, policy: PolicySource, policyKey: PolicyKeyChange? = nil,
    key: borrowing UnlockSecret, options: Options = Options(), clock: any TimeSource = SystemTime()
  ) throws(VaultError) -> New {
    try atTheDoor { () throws -> New in
      try options.check()
      let directory = try VaultDirectory.create(at: path)
      let made = try Keyring.create(vault: Random.identifier(), secret: key)
      // First, so that a path where none can be made leaves an empty directory, which is taken again.
      let outside = try options.anchor.map {
        try PlacedAnchor.makeOutside($0, of: directory, keys: made.chain)
      }
      do {
        let store = try Store.create(
          in: directory, keys: made.chain, clock: clock, outsideAnchor: outside)
        let vault = Vault(store, options)
        _ = try store.writeNow { transaction in
          try vault.load(
            policy, over: nil, allowOlder: false, setting: policyKey, in: transaction)
        }
        // The keyring comes last: without one the directory is no vault, and nothing else opens it.
        try made.keyring.write(to: directory.keyring, replacing: nil)
        return New(vault: vault, recoveryCode: try made.recoveryCode.copy())
      } catch {
        outside?.remove()
        throw error
      }
    }
  }

  /// Makes one more anchor, outside the vault's directory; from then on name it in ``Options/anchor``.
  ///
  /// This vault does not move it: open the vault anew with it.
  ///
  /// - Parameter path: where nothing is yet, best on another disk or machine; the file is 0600.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; `ANCHOR_PLACE_INVALID` if something is there already
  ///   or it would lie in the vault's directory.
  public func makeOutsideAnchor(at path: String) throws(VaultError) {
    try atTheDoor {
      try requireOwner()
      try store.makeOutsideAnchor(path)
    }
  }

  /// Leaves the vault tidy: anchors the ledger and copies the write-ahead log back.
  ///
  /// Nothing that was acknowledged is lost without it.
  ///
  /// - Throws: ``VaultError`` if the machine could not write.
  public func close() throws(VaultError) {
    try atTheDoor { try store.close() }
  }

  /// The policy in force in a snapshot; reloaded if another process has loaded a new version.
  func policy(in snapshot: Snapshot) throws -> CompiledPolicy {
    let number = try snapshot.policyNumber()
    if let policy = policyInForce.withLock({ $0 }), policy.number == number { return policy }
    let registry = try snapshot.registry()
    let row = try snapshot.policy(number, registry: registry)
    let compiled = CompiledPolicy(
      try Policy(canonicalJSON: row.canonical),
      places: PolicyPlaces(json: row.places) ?? PolicyPlaces(file: "policy.yaml"),
      digest: row.digest, number: number, registry: registry, zone: ZoneFiles.rules)
    // Kept by its number, so only once the number is its own for good: a load that fails to commit
    // leaves the number to another policy.
    if !snapshot.policyIsUncommitted { policyInForce.withLock { $0 = compiled } }
    return compiled
  }

  /// Refuses what only an owner's key may do.
  func requireOwner() throws {
    guard keys.isOwner else { throw VaultError.needsOwner }
  }
}
