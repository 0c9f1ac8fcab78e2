import VaultStore

/// A request with what an owner may read of it.
public struct RightsRequestEntry: Hashable, Sendable {
  /// The record.
  public let request: RightsRequest
  /// The company's id of the person; nil for somebody whom the vault does not know, or does not
  /// know any more.
  public let subject: String?
  /// Whether the person was erased since; then no text of it is left.
  public let isForgotten: Bool
  /// What the company noted.
  public let note: String?
  /// How it was made sure who asks.
  public let identityCheck: String?
  /// Why more time was needed.
  public let extensionReason: String?
  /// Why it was refused.
  public let refusal: RightsRefusal?
  /// The same in words.
  public let refusalReason: String?
  /// The newest leaf about it.
  public let leaf: UInt64
  /// Vault time when this was told: by it the request is due or overdue.
  public let time: Timestamp

  init(_ row: RequestRow, of subject: String?, _ detail: RequestDetail, at time: Timestamp) {
    request = row.request
    self.subject = subject
    isForgotten = row.isForgotten
    note = detail.note
    identityCheck = detail.identityCheck
    extensionReason = detail.extensionReason
    refusal = detail.refusal
    refusalReason = detail.refusalReason
    leaf = row.leaf
    self.time = time
  }
}
