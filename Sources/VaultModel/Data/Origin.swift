/// Where a value came from.
public enum Origin: Hashable, Sendable {
  /// The person gave it.
  case volunteered
  /// It was seen while serving the person.
  case observed
  /// It was computed about the person.
  case inferred
  /// Somebody else sold or gave it; named as in the policy.
  case thirdParty(String)

  /// What a permission and a policy mean when they name no origin.
  public static let implied: [Origin] = [.volunteered, .observed]

  /// Reads `volunteered`, `observed`, `inferred` or `third-party:NAME`; nil for anything else.
  public init?(_ text: String) {
    switch text {
    case "volunteered": self = .volunteered
    case "observed": self = .observed
    case "inferred": self = .inferred
    default:
      let prefix = "third-party:"
      guard text.hasPrefix(prefix) else { return nil }
      let name = String(text.dropFirst(prefix.count))
      guard DottedName.isValid(name) else { return nil }
      self = .thirdParty(name)
    }
  }
}

extension Origin: CustomStringConvertible {
  /// The form that policies, commands and the store use.
  public var description: String {
    switch self {
    case .volunteered: "volunteered"
    case .observed: "observed"
    case .inferred: "inferred"
    case .thirdParty(let name): "third-party:\(name)"
    }
  }
}
