/// What a signed statement is.
///
/// Append-only words: they stand in files that people keep.
public enum StatementKind: String, Hashable, Sendable, CaseIterable {
  /// Of one event of a consent, aligned with the W3C DPV profile of ISO/IEC TS 27560.
  case consentReceipt = "consent-receipt"
  /// Of one event of a ground.
  case groundReceipt = "ground-receipt"
  /// Of a yes, in the fields of Kantara Consent Receipt v1.1.
  case kantaraReceipt = "kantara-receipt"
  /// That a person was erased.
  case erasureCertificate = "erasure-certificate"

  /// The events that such a statement may be of.
  var events: [StatementEvent.Name] {
    switch self {
    case .consentReceipt:
      [.requested, .given, .renewed, .refused, .withdrawn, .revoked, .expired, .invalidated]
    case .groundReceipt: [.opened, .closed, .expired]
    case .kantaraReceipt: [.given, .renewed]
    case .erasureCertificate: [.erased]
    }
  }

  /// Whether it is JSON-LD; a Kantara receipt is plain JSON.
  var isLinkedData: Bool { self != .kantaraReceipt }
}
