public import ArgumentParser
public import ConsentVault
public import VaultModel

// How values of the command line are read; what cannot be read is a usage error of the parser.

extension TimeSpan: ExpressibleByArgument {
  /// `90d`, `12h`, `30m` or `45s`.
  public init?(argument: String) { self.init(argument) }
}

extension Timestamp: ExpressibleByArgument {
  /// RFC 3339.
  public init?(argument: String) { self.init(argument) }
}

extension Identifier: ExpressibleByArgument {
  /// The id of a consent or a ground.
  public init?(argument: String) { self.init(argument) }
}

extension Origin: ExpressibleByArgument {
  /// `volunteered`, `observed`, `inferred` or `third-party:NAME`.
  public init?(argument: String) { self.init(argument) }
}

extension Giver: ExpressibleByArgument {
  /// `subject`, `guardian:NAME` or `agent:NAME`.
  public init?(argument: String) { self.init(argument) }
}

extension Erasure.Tier: ExpressibleByArgument {
  /// `a` or `b`.
  public init?(argument: String) { self.init(rawValue: argument) }
}

extension CivilDate: ExpressibleByArgument {
  /// `YYYY-MM-DD`.
  public init?(argument: String) { self.init(argument) }
}

extension RightsRequestKind: ExpressibleByArgument {
  /// `access`, `portability`, `rectification`, `restriction`, `objection` or `erasure`.
  public init?(argument: String) { self.init(argument) }

  /// What completions offer.
  public static var allValueStrings: [String] { allCases.map(\.name) }
}

extension RightsRefusal: ExpressibleByArgument {}

extension SubjectStatement.Form: ExpressibleByArgument {}
