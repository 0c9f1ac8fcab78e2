import VaultPolicy

/// Where in the policy file a reason comes from.
struct ReasonPlaces {
  private let policy: CompiledPolicy
  private let purpose: String

  init(_ policy: CompiledPolicy, _ purpose: String) {
    self.policy = policy
    self.purpose = purpose
  }

  /// `file:line:column`; nil for reasons that no line of the policy makes.
  func place(of code: String) -> String? {
    if code.hasPrefix("NEVER:") { return policy.places.place(of: "never.\(code.dropFirst(6))") }
    guard let key = Self.keys[code] else { return nil }
    let element = "purposes.\(purpose)"
    return policy.places.place(of: "\(element).\(key)") ?? policy.places.place(of: element)
  }

  /// The key of a purpose that each reason comes from.
  private static let keys = [
    "ACTOR_NOT_PERMITTED": "actors", "CATEGORY_NOT_ALLOWED": "categories",
    "OPERATION_NOT_ALLOWED": "operations", "RECIPIENT_NOT_ALLOWED": "recipients",
    "CHANNEL_NOT_ALLOWED": "channels", "CHANNEL_REQUIRED": "channels",
    "ORIGIN_NOT_ALLOWED": "origins", "CONSENT_TOO_LONG": "consent",
    "ASSESSMENT_STALE": "assessment", "CONTACT_TOO_SOON": "contact", "QUIET_HOURS": "contact",
    "EXPLICIT_CONSENT_REQUIRED": "categories",
  ]
}
