import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

/// A consent or a ground, in words: what a person or a program is shown.
public struct Consent: Hashable, Sendable {
  /// Something that happened to the record.
  public struct Event: Hashable, Sendable {
    /// Such as `given`, `renewed`, `withdrawn`.
    public let name: String
    /// When it was recorded, by vault time.
    public let time: Timestamp
    /// When it happened, if that was told.
    public let eventTime: Timestamp?
    /// Who made the change.
    public let actor: String
    /// The leaf that records it.
    public let leaf: UInt64
  }

  /// The notice that was shown.
  public struct Notice: Hashable, Sendable {
    public let id: String
    public let language: String
    /// SHA-256 of its text.
    public let sha256: Digest
  }

  public let id: Identifier
  public let kind: Permission.Kind
  public let purpose: String
  public let categories: [String]
  public let recipients: [String]
  public let channels: [String]
  public let operations: [String]
  public let origins: [String]
  public let from: Timestamp
  public let until: Timestamp
  /// `requested`, `given`, `expired`, …; expiry is told by the clock, swept or not.
  public let state: String
  public let method: ConsentMethod?
  public let notice: Notice?
  /// 1 when recorded, one more at every change.
  public let version: UInt32
  public internal(set) var events: [Event] = []
  /// Who gave it and what it rests on; nil unless an owner asks.
  package internal(set) var detail: PermissionDetail?
  /// The leaf of the change that answers with this record; nil when it is only shown.
  public internal(set) var leaf: UInt64?

  init(_ permission: Permission, _ policy: CompiledPolicy, in snapshot: Snapshot) throws {
    let registry = policy.registry
    let time = try snapshot.ledgerTime()
    id = permission.id
    kind = permission.kind
    purpose = registry.name(permission.purpose) ?? ""
    categories = registry.names(permission.scope.categories).sorted()
    recipients = registry.names(permission.scope.recipients)
    channels = registry.names(permission.scope.channels)
    operations = permission.scope.operations.operations.map(\.rawValue)
    origins = registry.names(permission.scope.origins)
    from = permission.from
    until = permission.until
    state =
      permission.state == .given && permission.until <= time
      ? PermissionState.expired.name : permission.state.name
    method = permission.method
    version = permission.version
    notice = try permission.notice.flatMap { digest in
      try snapshot.notice(digest).map {
        Notice(id: $0.id, language: $0.language, sha256: $0.digest)
      }
    }
  }
}
