import PolicyTools

/// The keys of every mapping of a test file: what the reader takes, and what editors are told.
enum TestKeys {
  static let file = ["schema", "policy", "at", "grants", "cases", "only", "longest", "questions"]
  static let test = [
    "name", "at", "ask", "grant", "refused", "withdrawn", "restricted", "subject", "contacts",
    "origins", "expect", "withheld",
  ]
  static let ask = [
    "actor", "purpose", "categories", "recipient", "channel", "operation", "partial",
  ]
  static let grant =
    [
      "purpose", "method", "notice", "reference", "from", "for", "until", "revoked", "invalidated",
      "closed",
    ]
    + ["categories", "recipients", "channels", "operations", "origins"]
  static let denial = ["purpose", "at", "categories", "channels", "recipients"]
  static let longest = [
    "purpose", "at", "lifetime", "retention", "at_most", "quiet", "review_by",
  ]
  static let question = ["who", "what", "actor", "are", "at"]
  static let table = ["purpose", "at", "basis"] + TestDimension.allCases.map(\.rawValue)
  static let rule = [
    "never", "purposes", "at", "actors", "categories", "recipients", "channels", "operations",
  ]
  static let special = ["sensitivity", "categories", "at"]
}
