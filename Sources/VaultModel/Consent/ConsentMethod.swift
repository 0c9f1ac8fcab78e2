/// How a consent was given: a closed list.
///
/// Silence, pre-ticked boxes and bundled terms are not on it, because they are no consent (GDPR
/// recital 32).
public enum ConsentMethod: String, Hashable, Sendable, CaseIterable {
  case webForm = "web-form"
  case doubleOptIn = "double-opt-in"
  case inStoreForm = "in-store-form"
  case paperForm = "paper-form"
  case appForm = "app-form"
  case phoneCall = "phone-call"
  case explicitStatement = "explicit-statement"
  case signedStatement = "signed-statement"
  case recordedStatement = "recorded-statement"
  case `import`

  /// Whether it is explicit in the sense of GDPR Article 9(2)(a), which special categories need.
  public var isExplicit: Bool {
    switch self {
    case .explicitStatement, .signedStatement, .recordedStatement: true
    default: false
    }
  }

  /// Names that are recognised only to be refused by name.
  public static let never = ["silence", "pre-ticked-box", "bundled-terms"]
}
