import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

/// A consent or a ground, in words: what a person or a program is shown.
///
/// Names are sorted as the vault's registry gave out their numbers, categories by name.
public struct Consent: Hashable, Sendable {
  /// Something that happened to the record.
  public struct Event: Hashable, Sendable {
    /// Such as `consent given`, `consent withdrawn`.
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
    /// The name of the notice, the same in every language and edition.
    public let id: String
    /// A language tag (BCP 47), such as `en`.
    public let language: String
    /// SHA-256 of its text.
    public let sha256: Digest
  }

  /// The record's id, the same through renewals.
  public let id: Identifier
  /// Whether it is a consent or a ground.
  public let kind: Permission.Kind
  /// The purpose leaf that it opens data for.
  public let purpose: String
  /// The category leaves that it covers.
  public let categories: [String]
  /// Who may get the data; `self` is the company.
  public let recipients: [String]
  /// The channels on which the person may be contacted; empty where the purpose has none.
  public let channels: [String]
  /// What may be done with the data: `use`, `share`, `profile`, `combine`.
  public let operations: [String]
  /// The origins of the values that it covers.
  public let origins: [String]
  /// The first instant at which it is live.
  public let from: Timestamp
  /// The first instant at which it is not live any more.
  public let until: Timestamp
  /// The word of its state: `requested`, `given`, `expired` and so on.
  ///
  /// A record past its end says `expired`, swept or not.
  public let state: String
  /// How the consent was given; nil for a ground, a request or a refusal.
  public let method: ConsentMethod?
  /// The notice shown; nil for a ground or a refusal.
  public let notice: Notice?
  /// 1 when recorded, one more at every change.
  public let version: UInt32
  /// What happened to it, oldest first; empty in the answer to a change.
  public internal(set) var events: [Event] = []
  /// Who gave it and what it rests on; nil unless an owner asks.
  package internal(set) var detail: PermissionDetail?
  /// The leaf of the change that answers with this record; nil when it is only shown.
  public internal(set) var leaf: UInt64?

  /// Puts a permission into words as of `time`, vault time.
  init(
    _ permission: Permission, _ policy: CompiledPolicy, at time: Timestamp, in snapshot: Snapshot
  ) throws {
    let registry = policy.registry
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
