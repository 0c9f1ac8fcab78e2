/// What is done with data.
public enum Operation: String, Hashable, Sendable, CaseIterable {
  /// To use it for the purpose itself; the default.
  case use
  /// To give it to any recipient but the company itself.
  case share
  /// To evaluate aspects of a person (GDPR Article 4(4)).
  case profile
  /// To join it with data collected for something else.
  case combine
}

/// A set of operations, as bits in the order of ``Operation``'s cases.
public struct OperationSet: OptionSet, Hashable, Sendable {
  /// Bits 0 to 3.
  public let rawValue: UInt8

  /// Keeps bits 0 to 3 and drops the others.
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue & 15 }

  /// The set of one operation.
  public init(_ operation: Operation) {
    switch operation {
    case .use: self = .use
    case .share: self = .share
    case .profile: self = .profile
    case .combine: self = .combine
    }
  }

  /// The set of all `operations`.
  public init(_ operations: some Sequence<Operation>) {
    self = operations.reduce([]) { $0.union(OperationSet($1)) }
  }

  /// To use data for the purpose itself.
  @inlinable public static var use: OperationSet { OperationSet(rawValue: 1) }
  /// To give it to another recipient.
  @inlinable public static var share: OperationSet { OperationSet(rawValue: 2) }
  /// To profile.
  @inlinable public static var profile: OperationSet { OperationSet(rawValue: 4) }
  /// To combine.
  @inlinable public static var combine: OperationSet { OperationSet(rawValue: 8) }

  /// The members, in the order of ``Operation``'s cases.
  public var operations: [Operation] { Operation.allCases.filter { contains(OperationSet($0)) } }
}
