import VaultModel
import VaultPolicy

extension PurposeChange {
  /// What the change does to a purpose, after "nothing notices that".
  func words(_ purpose: PurposeDefinition) -> String {
    let name = "`\(purpose.name)`"
    return switch self {
    case .drop(let dimension, let value):
      "\(name) loses `\(value)` from its \(dimension.rawValue)"
    case .add(let dimension, let value): "\(name) gets `\(value)` into its \(dimension.rawValue)"
    case .lifetime(let span):
      "a consent to \(name) may last \(span) in the place of "
        + "\(purpose.words(of: .lifetime(span)))"
    case .retention(let span):
      "\(name) keeps data for \(span) in the place of \(purpose.words(of: .retention(span)))"
    case .contacts(let count, let span):
      "\(name) may contact people \(count) per \(span) in the place of "
        + "\(purpose.words(of: .contacts(count, per: span)))"
    case .noCap: "\(name) may contact people as often as it likes"
    case .quiet(let hours):
      "\(name) is quiet \(hours.words) in the place of \(purpose.words(of: .quiet(hours)))"
    case .noQuiet: "\(name) may contact people at any hour"
    case .review(let day):
      "the assessment of \(name) holds through \(day) in the place of "
        + "\(purpose.words(of: .review(day)))"
    case .noArticle9: "\(name) loses its `article9`"
    case .basis(let basis):
      "\(name) rests on `\(basis.rawValue)` in the place of `\(purpose.basis.rawValue)`"
    }
  }

  /// The key of the purpose that is changed.
  var key: String {
    switch self {
    case .drop(let dimension, _), .add(let dimension, _):
      dimension == .methods ? "consent" : dimension.rawValue
    case .lifetime: "consent"
    case .retention: "retention"
    case .contacts, .noCap, .quiet, .noQuiet: "contact"
    case .review: "assessment"
    case .noArticle9: "article9"
    case .basis: "basis"
    }
  }

  /// The test that would notice.
  func remedy(_ purpose: PurposeDefinition) -> String {
    func only(_ text: String) -> String { "add to `only`: {purpose: \(purpose.name), \(text)}" }
    func longest(_ text: String) -> String {
      "add to `longest`: {purpose: \(purpose.name), \(text)}"
    }
    return switch self {
    case .drop(let dimension, _), .add(let dimension, _):
      only("\(dimension.rawValue): [\(purpose.values(dimension).joined(separator: ", "))]")
    case .lifetime: longest("lifetime: \(purpose.consent?.maxLifetime ?? .zero)")
    case .retention: longest("retention: \(purpose.retention)")
    case .contacts, .noCap:
      longest("at_most: \(purpose.contact?.atMost ?? 1) per \(purpose.contact?.per ?? .days(1))")
    case .quiet, .noQuiet: longest("quiet: \"\(purpose.contact?.quiet?.words ?? "")\"")
    case .review: longest("review_by: \(purpose.assessment?.reviewBy.description ?? "")")
    case .noArticle9: "add a case that asks \(purpose.name) for a special category"
    case .basis: only("basis: \(purpose.basis.rawValue)")
    }
  }
}
