/// The one lawful ground that a policy declares for a purpose (GDPR Art. 6(1)).
public enum Basis: String, Hashable, Sendable, CaseIterable {
  case consent
  case contract
  case legalObligation = "legal-obligation"
  case legitimateInterest = "legitimate-interest"
  case vitalInterest = "vital-interest"

  /// Whether the subject's denial stops a purpose on this basis (02, denials): an objection does not
  /// stop a contract or a legal duty.
  public var yieldsToDenial: Bool { self != .contract && self != .legalObligation }
}
