/// The one lawful ground that a policy declares for a purpose (GDPR Article 6(1)).
public enum Basis: String, Hashable, Sendable, CaseIterable {
  case consent
  case contract
  case legalObligation = "legal-obligation"
  case legitimateInterest = "legitimate-interest"
  case vitalInterest = "vital-interest"

  /// Whether the subject's denial stops a purpose on this basis.
  ///
  /// An objection does not stop a contract or a legal duty.
  public var yieldsToDenial: Bool { self != .contract && self != .legalObligation }

  /// Whether a live ground on this basis keeps what it covers when its subject is erased.
  ///
  /// Erasure is not owed where a law demands the data or somebody's life or contract rests on it (GDPR
  /// Article 17(1) and (3)); an interest of the company's own gives way.
  public var outlivesErasure: Bool {
    switch self {
    case .contract, .legalObligation, .vitalInterest: true
    case .consent, .legitimateInterest: false
    }
  }
}
