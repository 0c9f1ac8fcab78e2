/// Which right of the person a request is about (GDPR Articles 15 to 21).
///
/// Append-only numbers: they stand in vaults.
public enum RightsRequestKind: UInt8, Hashable, Sendable, CaseIterable {
  /// What is held, and who used it (Article 15).
  case access = 1
  /// One's own data in a form that machines read (Article 20).
  case portability
  /// Correct what is wrong (Article 16).
  case rectification
  /// Keep, but do not use (Article 18).
  case restriction
  /// Stop what rests on the company's own interest, and direct marketing (Article 21).
  case objection
  /// Forget (Article 17).
  case erasure

  /// The word for it in commands, files and leaves.
  public var name: String {
    switch self {
    case .access: "access"
    case .portability: "portability"
    case .rectification: "rectification"
    case .restriction: "restriction"
    case .objection: "objection"
    case .erasure: "erasure"
    }
  }

  /// The kind of that name.
  public init?(_ name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }

  /// The number of the Article of the GDPR that gives the right.
  public var article: Int {
    switch self {
    case .access: 15
    case .portability: 20
    case .rectification: 16
    case .restriction: 18
    case .objection: 21
    case .erasure: 17
    }
  }
}
