@_spi(FixedClock) import ConsentVault
import ConsentVaultTesting
import Glibc
import VaultCrypto
import VaultLedger
import VaultModel
import VaultStore

/// A vault in a directory of the laboratory, with what is needed to go on working with it.
final class LabVault {
  /// What became of a step.
  enum Result {
    case done
    /// A rule said no.
    case refused(VaultError)
    /// The machine, or what is stored, said no.
    case failed(VaultError)
    /// An access; also a denied one is done.
    case answered(Truth.Answer)
  }

  static let start = Timestamp("2026-01-10T10:00:00Z") ?? .earliest

  /// The directory that holds the vault and its key files.
  let folder: String
  let clock: SteppableClock
  let options: Vault.Options
  private(set) var vault: Vault
  private var issued = 0
  private var edition = 1

  static func path(in folder: String) -> String { folder + "/lab.vault" }
  static func keyFile(in folder: String) -> String { folder + "/owner.key" }
  static func issuedKey(_ number: Int, in folder: String) -> String { "\(folder)/\(number).key" }
  static func subject(_ number: Int) throws -> SubjectID { try SubjectID("customer-\(number)") }

  /// Makes a vault in an empty folder.
  init(in folder: String, options: Vault.Options = Vault.Options()) throws {
    self.folder = folder
    self.options = options
    clock = SteppableClock(Self.start)
    let secret = try SecretBytes.random(count: KeyFile.secretSize)
    try KeyFile.write(secret, to: Self.keyFile(in: folder))
    let made = try Vault.create(
      at: Self.path(in: folder), policy: LabPolicy.source(edition: 1), key: .keyFile(secret),
      options: options, clock: clock)
    vault = made.vault
  }

  /// Opens the vault of a folder.
  init(
    opening folder: String, at time: Timestamp, options: Vault.Options = Vault.Options()
  ) throws(VaultError) {
    self.folder = folder
    self.options = options
    clock = SteppableClock(time)
    vault = try Self.open(folder, options, clock)
  }

  private static func open(
    _ folder: String, _ options: Vault.Options, _ clock: SteppableClock
  ) throws(VaultError) -> Vault {
    try Vault.openNow(
      at: path(in: folder), unlockedBy: .keyFile(keyFile(in: folder)), options: options,
      clock: clock)
  }

  /// Does a step through the door.
  func perform(_ step: Step) async -> Result {
    do {
      return try await attempt(step)
    } catch let error as VaultError {
      return error.kind == .refused || error.kind == .notFound ? .refused(error) : .failed(error)
    } catch {
      return .failed(VaultError(error))
    }
  }

  private func attempt(_ step: Step) async throws -> Result {
    switch step {
    case .grant(let who, let purpose, let days):
      _ = try await vault.grant(
        Self.subject(who),
        Grant(
          purpose: purpose.rawValue, end: .after(.days(days)), notice: "notice.en",
          method: "web-form"))
    case .withdraw(let who, let purpose):
      _ = try await vault.withdraw(Self.subject(who), purpose: purpose?.rawValue)
    case .refuse(let who, let purpose):
      _ = try await vault.refuse(Self.subject(who), purpose: purpose.rawValue)
    case .revoke(let who, let purpose):
      _ = try await vault.revoke(Self.subject(who), purpose: purpose?.rawValue, reason: "lab")
    case .openGround(let who, let days):
      let ground = Ground(
        purpose: Purpose.care.rawValue, reference: "contract", end: .after(.days(days)))
      _ = try await vault.openGround(Self.subject(who), ground)
    case .closeGround(let who):
      // Looked up: an opening that failed may have happened all the same.
      let open = try vault.grounds(of: Self.subject(who)).first {
        $0.state == "given" || $0.state == "expired"
      }
      _ = try await vault.closeGround(open?.id ?? Identifier(high: 0, low: 0))
    case .put(let who, let category, let bytes):
      _ = try await vault.put(Self.subject(who), [NewValue(category: category, bytes: bytes)])
    case .rectify(let who, let category, let bytes):
      _ = try await vault.rectify(Self.subject(who), [NewValue(category: category, bytes: bytes)])
    case .restrict(let who): _ = try await vault.restrict(Self.subject(who))
    case .unrestrict(let who): _ = try await vault.unrestrict(Self.subject(who))
    case .erase(let who): _ = try await vault.erase(Self.subject(who))
    case .readmit(let who): _ = try await vault.readmit(Self.subject(who))
    case .access(let who, let purpose):
      return .answered(try await vault.release(Self.subject(who), purpose))
    case .sweep:
      var options = SweepOptions()
      options.confirmsClock = true
      _ = try await vault.sweep(options)
    case .loadPolicy:
      _ = try await vault.loadPolicy(LabPolicy.source(edition: edition + 1))
      edition += 1
    case .issueKey:
      issued += 1
      _ = try await vault.issueKey(
        for: [Purpose.offers.rawValue], to: Self.issuedKey(issued, in: folder))
    case .rotateKeys:
      if try !Keyring.read(vault.store.directory.keyring).isRewrapping {
        _ = try await vault.beginRotation(of: .wrap)
      }
      _ = try await vault.rewrap()
    case .renewPages: _ = try await vault.renewPages()
    case .rotateLogKey: _ = try await vault.rotateLogKey()
    case .scrub: _ = try vault.store.scrub()
    case .reopen:
      try vault.close()
      vault = try Self.open(folder, options, clock)
    }
    return .done
  }
}

extension Vault {
  /// Reads what a purpose releases.
  func release(_ subject: SubjectID, _ purpose: Purpose) async throws -> Truth.Answer {
    Truth.Answer(try await access(subject, purpose.request), purpose)
  }
}

extension Truth.Answer {
  init(_ access: consuming Access<AnyPurpose>, _ purpose: Purpose) {
    switch consume access {
    case .denied: self = .denied
    case .permitted(let disclosure):
      guard purpose != .news else {
        self = .open
        return
      }
      var bytes: [String: [UInt8]] = [:]
      for (index, value) in disclosure.values.enumerated() {
        bytes[value.category] = disclosure.withBytes(of: index) { span in
          unsafe span.withUnsafeBytes { unsafe Array($0) }
        }
      }
      self = .released(bytes)
    }
  }
}
