extension PolicyPlaces {
  /// Where in the file a reason comes from, `file:line:column`; nil for reasons that no line of the policy
  /// makes.
  ///
  /// - Parameters:
  ///   - code: such as `CHANNEL_NOT_ALLOWED` or `NEVER:N1`.
  ///   - purpose: the purpose that was asked about.
  /// - Returns: the place of the key, or of the purpose.
  package func place(ofReason code: String, for purpose: String) -> String? {
    if code.hasPrefix("NEVER:") { return place(of: "never.\(code.dropFirst(6))") }
    guard let key = Self.keys[code] else { return nil }
    let element = "purposes.\(purpose)"
    return place(of: "\(element).\(key)") ?? place(of: element)
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
