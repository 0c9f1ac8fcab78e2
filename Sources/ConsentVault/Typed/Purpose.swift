/// A purpose of the policy as a type, so that the compiler knows what it may touch.
///
/// The build-tool plugin `PolicyTypes` writes such types from a target's policy file, one for each purpose
/// that can be granted, each with the names that the policy lists for it. The types are a promise about
/// the source code, not the guard: every access is decided at run time by the policy in force, as ever.
/// A name that the policy in force does not know any more is a denial with its own code.
public protocol Purpose: Sendable {
  /// The categories that the policy lists for the purpose: leaves, parents expanded.
  associatedtype Category: PolicyName
  /// The ways in which the person may be contacted; ``NotListed`` if the policy lists none.
  associatedtype Channel: PolicyName
  /// Who may receive the data besides the company itself; ``NotListed`` if nobody.
  associatedtype Recipient: PolicyName
  /// What may be done with the data; sharing comes with a recipient.
  associatedtype Operation: PolicyName
  /// Who may ask.
  associatedtype Actor: PolicyName

  /// The name of the policy, which is the same for the life of a vault.
  static var policy: String { get }
  /// The purpose's dotted path, such as `marketing.newsletter`.
  static var name: String { get }
}

/// A name of the policy as a case of a type; its raw value is the name as the policy spells it.
public protocol PolicyName: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

/// The names of a dimension for which the policy lists none: it has no values.
public enum NotListed: PolicyName {
  /// There is none.
  public typealias RawValue = String

  /// Always nil.
  public init?(rawValue: String) { return nil }

  /// Never asked.
  public var rawValue: String { switch self {} }
}

/// Stands for the purpose of a request by name, which is known at run time only.
public enum AnyPurpose {}
