/// The small integer that a vault's registry gives to a name of one kind, for good.
///
/// Numbers are never re-used or re-mapped, so stored permissions keep their meaning when a policy
/// is re-ordered or changed.
public struct Number<Kind>: Hashable, Sendable, Comparable {
  /// 0 to 65,534.
  public let rawValue: UInt16

  /// Wraps a number that the registry gave.
  @inlinable public init(_ rawValue: UInt16) { self.rawValue = rawValue }

  /// Orders as the registry gave them out.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// The kinds of name that the registry numbers.
public enum NameKind: UInt8, Sendable, CaseIterable {
  case purpose = 1
  case category, actor, recipient, channel, origin
}

/// Marks a number as a purpose's.
public enum PurposeKind {}
/// Marks a number as a category's.
public enum CategoryKind {}
/// Marks a number as an actor's.
public enum ActorKind {}
/// Marks a number as a recipient's.
public enum RecipientKind {}
/// Marks a number as a channel's.
public enum ChannelKind {}
/// Marks a number as an origin's.
public enum OriginKind {}

/// A purpose (leaf or group) in the vault's registry.
public typealias PurposeNumber = Number<PurposeKind>
/// A category (leaf or parent) in the vault's registry.
public typealias CategoryNumber = Number<CategoryKind>
/// An actor in the vault's registry.
public typealias ActorNumber = Number<ActorKind>
/// A recipient in the vault's registry; 0 is `self`.
public typealias RecipientNumber = Number<RecipientKind>
/// A channel in the vault's registry.
public typealias ChannelNumber = Number<ChannelKind>
/// An origin in the vault's registry; 0, 1, 2 are volunteered, observed, inferred.
public typealias OriginNumber = Number<OriginKind>

extension Number<RecipientKind> {
  /// The company itself: built in, never declared.
  public static var own: Self { Self(0) }
}

extension Number<OriginKind> {
  /// What the person gave.
  public static var volunteered: Self { Self(0) }
  /// What was seen while serving the person.
  public static var observed: Self { Self(1) }
  /// What was computed about the person.
  public static var inferred: Self { Self(2) }
}
