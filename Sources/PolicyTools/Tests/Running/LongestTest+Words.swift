import VaultModel
import VaultPolicy

extension LongestTest.Limit {
  /// The key of a `longest` row.
  package var key: String {
    switch self {
    case .lifetime: "lifetime"
    case .retention: "retention"
    case .contacts: "at_most"
    case .quiet: "quiet"
    case .review: "review_by"
    }
  }

  /// The key of the purpose that holds it.
  var policyKey: String {
    switch self {
    case .lifetime: "consent"
    case .retention: "retention"
    case .contacts, .quiet: "contact"
    case .review: "assessment"
    }
  }

  /// The limit as a file has it.
  var words: String {
    switch self {
    case .lifetime(let span), .retention(let span): "`\(span)`"
    case .contacts(let count, let span): "`\(count) per \(span)`"
    case .quiet(let hours): "`\(hours.words)`"
    case .review(let day): "`\(day)`"
    }
  }
}

extension QuietHours {
  /// `HH:MM-HH:MM Zone`.
  var words: String {
    func clock(_ minute: Int) -> String {
      let digits = [minute / 60, minute % 60].map { ($0 < 10 ? "0" : "") + String($0) }
      return digits.joined(separator: ":")
    }
    return "\(clock(fromMinute))-\(clock(untilMinute)) \(zone)"
  }
}

extension PurposeDefinition {
  /// What the purpose has where a limit is asked for.
  func words(of limit: LongestTest.Limit) -> String {
    let own: LongestTest.Limit? =
      switch limit {
      case .lifetime: consent.map { .lifetime($0.maxLifetime) }
      case .retention: .retention(retention)
      case .contacts:
        contact.flatMap { rule in
          rule.atMost.flatMap { count in rule.per.map { .contacts(count, per: $0) } }
        }
      case .quiet: contact?.quiet.map { .quiet($0) }
      case .review: assessment.map { .review($0.reviewBy) }
      }
    return own?.words ?? "none"
  }
}
