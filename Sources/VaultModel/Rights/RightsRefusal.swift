/// Why a request is refused: a closed list, each with the provision that allows it.
///
/// The names stand in leaves and never change; new ones may be added.
public enum RightsRefusal: String, Hashable, Sendable, CaseIterable {
  /// The company has reasonable doubts about who asks, and could not clear them.
  case identityNotVerified = "identity-not-verified"
  /// Clearly without any ground.
  case manifestlyUnfounded = "manifestly-unfounded"
  /// Above all because it is repeated.
  case excessive
  /// The Article's own conditions are not met.
  case notApplicable = "not-applicable"
  /// Answering would harm the rights and freedoms of others.
  case rightsOfOthers = "rights-of-others"
  /// A law demands that the data is kept.
  case legalObligation = "legal-obligation"
  /// The data is needed to establish, exercise or defend legal claims.
  case legalClaims = "legal-claims"
  /// Freedom of expression and information weighs more.
  case freedomOfExpression = "freedom-of-expression"
  /// Public health, or archives, research and statistics in the public interest.
  case publicInterest = "public-interest"
  /// Grounds that override the person's own interests.
  case compellingGrounds = "compelling-grounds"

  /// The provisions of the GDPR that allow it.
  public var articles: String {
    switch self {
    case .identityNotVerified: "Art. 12(2), 12(6)"
    case .manifestlyUnfounded, .excessive: "Art. 12(5)"
    case .notApplicable: "Art. 15 to 21, each right's own conditions"
    case .rightsOfOthers: "Art. 15(4), 20(4)"
    case .legalObligation: "Art. 17(3)(b)"
    case .legalClaims: "Art. 17(3)(e), 21(1)"
    case .freedomOfExpression: "Art. 17(3)(a)"
    case .publicInterest: "Art. 17(3)(c) and (d), 21(6)"
    case .compellingGrounds: "Art. 21(1)"
    }
  }

  /// Whether the law knows this refusal for the right.
  public func refuses(_ kind: RightsRequestKind) -> Bool {
    switch self {
    case .identityNotVerified, .manifestlyUnfounded, .excessive, .notApplicable: true
    case .rightsOfOthers: kind == .access || kind == .portability
    case .legalObligation, .freedomOfExpression: kind == .erasure
    case .legalClaims, .publicInterest: kind == .erasure || kind == .objection
    case .compellingGrounds: kind == .objection
    }
  }
}
