/// What the GDPR extension of DPV calls a basis, and the rights that a person has under it.
extension Basis {
  /// The point of Article 6(1).
  var article: String {
    switch self {
    case .consent: "eu-gdpr:A6-1-a"
    case .contract: "eu-gdpr:A6-1-b"
    case .legalObligation: "eu-gdpr:A6-1-c"
    case .vitalInterest: "eu-gdpr:A6-1-d"
    case .legitimateInterest: "eu-gdpr:A6-1-f"
    }
  }

  /// The rights by article, in their order.
  ///
  /// Erasure yields to a legal obligation (Article 17(3)(b)); portability needs consent or contract
  /// (Article 20(1)); objection a legitimate interest (Article 21(1)).
  var rights: [(article: String, title: String)] {
    let all: [(article: String, title: String, bases: [Basis])] = [
      ("A7-3", "Withdraw consent", [.consent]),
      ("A15", "Access your data", Basis.allCases),
      ("A16", "Have it corrected", Basis.allCases),
      ("A17", "Have it erased", Basis.allCases.filter { $0 != .legalObligation }),
      ("A18", "Have its use restricted", Basis.allCases),
      ("A20", "Take it elsewhere", [.consent, .contract]),
      ("A21", "Object", [.legitimateInterest]),
      ("A77", "Complain to an authority", Basis.allCases),
    ]
    return all.filter { $0.bases.contains(self) }.map { ($0.article, $0.title) }
  }
}

extension Operation {
  /// What DPV calls it.
  var term: String {
    switch self {
    case .use: "dpv:Use"
    case .share: "dpv:Share"
    case .profile: "dpv:Profiling"
    case .combine: "dpv:Combine"
    }
  }
}
