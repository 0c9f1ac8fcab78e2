import VaultLedger

/// What an erasure did, and how far it has come.
public struct Erasure: Hashable, Sendable {
  /// How far an erasure has come, in steps that a certificate tells apart.
  public enum Tier: String, Hashable, Sendable, CaseIterable {
    /// Logical: neither the database nor its log holds the subject's key or rows any more.
    case logical = "a"
    /// On the disk: what earlier writes left in freed blocks was sealed under a key that is gone.
    case disk = "b"
  }

  /// A ground that a law, a contract or a life still needs, with what it covers and nothing else.
  public struct Kept: Hashable, Sendable {
    /// The ground's own id, the same as before.
    public let ground: Identifier
    /// The purpose that it is for.
    public let purpose: String
    /// Its end, unless it is closed earlier.
    public let until: Timestamp
    /// The id under which it is kept: `ground:<uuid>`.
    public let subject: String
  }

  /// False if the subject was erased before; then everything here is of that erasure.
  public let changed: Bool
  /// The leaf, which names nobody.
  public let leaf: UInt64
  /// When it was erased, by vault time.
  public let time: Timestamp
  /// When the person asked for it; nil if no request was open.
  public let requested: Timestamp?
  /// How many values were erased.
  public let values: UInt64
  /// How many records of consents and grounds were erased.
  public let permissions: UInt64
  /// How many leaves of the ledger link to nobody any more.
  public let unlinked: UInt64
  /// What had to be kept.
  public let kept: [Kept]
  /// Those whom the subject's data was given to, and who must be told (GDPR Article 19).
  public let recipients: [String]
  /// How far it has come; nil is "not yet": a reader was in the way of the scrub, and another call, or
  /// the next sweep, tries again.
  public internal(set) var tier: Tier?
  /// When the last key part of a backup expires that may hold the subject's key; nil if there was none.
  public internal(set) var horizon: Timestamp?
}

extension Erasure {
  /// Names in the counts of the leaf.
  enum Count {
    static let values = "values"
    static let permissions = "permissions"
    static let unlinked = "unlinked"
  }

  /// What a leaf says of its erasure.
  init(_ detail: LeafDetail, leaf: UInt64, time: Timestamp, changed: Bool) throws(InvalidName) {
    self.changed = changed
    self.leaf = leaf
    self.time = time
    requested = detail.eventTime
    values = detail.counts[Count.values] ?? 0
    permissions = detail.counts[Count.permissions] ?? 0
    unlinked = detail.counts[Count.unlinked] ?? 0
    recipients = detail.recipients
    var kept: [Kept] = []
    for ground in detail.grounds {
      kept.append(
        Kept(
          ground: ground.id, purpose: ground.purpose, until: ground.until,
          subject: try SubjectID(ofGround: ground.id).text))
    }
    self.kept = kept
  }
}
