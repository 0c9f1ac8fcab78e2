import VaultCrypto
import VaultStore

/// What a backup wrote.
public struct BackupReport: Hashable, Sendable {
  /// One of the two parts of a backup.
  public struct Part: Hashable, Sendable {
    /// What a part holds.
    public enum Kind: String, Hashable, Sendable {
      /// Values, ledger and policies; it opens nothing alone.
      case data
      /// The keyring, the subjects and their permissions, for as long as it is kept.
      case keys
    }

    /// What it holds.
    public let kind: Kind
    /// Its directory.
    public let path: String
    /// Leaves in the ledger when it was made.
    public let ledgerSize: UInt64
    /// The root hash over them (RFC 6962).
    public let root: Digest
    /// Bytes of all its files.
    public let bytes: UInt64
    /// When it must be gone; nil for a data part.
    public let expires: Timestamp?

    init(_ part: BackupPart) {
      let manifest = part.manifest
      kind = manifest.kind == .data ? .data : .keys
      path = part.path
      ledgerSize = manifest.ledgerSize
      root = manifest.ledgerRoot
      bytes = part.size
      expires = manifest.kind == .keys ? manifest.expires : nil
    }
  }

  /// The key part, then the data part if one was made.
  public let parts: [Part]
  /// The directories of the expired key parts that were destroyed.
  public let removed: [String]
  /// The leaf that tells of the key part.
  public let leaf: UInt64
  /// The signed checkpoint of the ledger that both parts hold (C2SP tlog-checkpoint).
  public let checkpoint: String
}
