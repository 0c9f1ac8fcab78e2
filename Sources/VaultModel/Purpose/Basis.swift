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
}
