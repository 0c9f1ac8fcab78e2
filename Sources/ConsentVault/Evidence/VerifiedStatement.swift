/// What a signed statement proves to whoever trusts its signer.
public struct VerifiedStatement: Hashable, Sendable {
  /// What it is.
  public let kind: StatementKind
  /// The log's origin: `<vault name>/<vault id>`.
  public let vault: String
  /// What happened, such as `given` or `erased`.
  public let event: String
  /// When it was recorded, by vault time.
  public let time: Timestamp
  /// When the statement was signed, by vault time.
  public let signed: Timestamp
  /// The index of the leaf that it is about.
  public let leaf: UInt64
  /// How many leaves the ledger had when its checkpoint was signed.
  public let size: UInt64
  /// The key that signed, as `name+id+base64`.
  public let signer: String
}
