package import VaultModel

/// Sixty-four bits on which the checks of a decision are written once: real ones, or the terms of a
/// formula that a prover reads.
///
/// So what is proved is what runs. A truth is a word too: 1 or 0. No operation branches on what it is
/// given, and none can overflow. `EngineFormulaTests` holds the two kinds of word against each other.
package protocol CheckWord {
  init(_ constant: UInt64)

  static func & (a: Self, b: Self) -> Self
  static func | (a: Self, b: Self) -> Self
  static prefix func ~ (a: Self) -> Self
  /// The difference modulo 2⁶⁴.
  static func &- (a: Self, b: Self) -> Self
  /// `a` moved up by as many places as the lowest six bits of `b` say.
  static func &<< (a: Self, b: Self) -> Self

  /// The truth that both have the same bits.
  func equals(_ other: Self) -> Self
  /// The truth that this number is the smaller, both read as unsigned.
  func isLess(than other: Self) -> Self
  /// The truth that this instant is the earlier, both read as signed milliseconds.
  func isBefore(_ other: Self) -> Self
  /// `reasons` if this truth holds, or else none.
  func tells(_ reasons: Reasons) -> Self
}

extension UInt64: CheckWord {
  @inline(__always) package func equals(_ other: Self) -> Self { self == other ? 1 : 0 }
  @inline(__always) package func isLess(than other: Self) -> Self { self < other ? 1 : 0 }
  @inline(__always) package func isBefore(_ other: Self) -> Self {
    Int64(bitPattern: self) < Int64(bitPattern: other) ? 1 : 0
  }
}

extension CheckWord {
  /// The one bit of a number within its word of a set; no bit if the dimension is not asked about.
  @inline(__always) package static func bit(of number: Self, isAsked: Self) -> Self {
    isAsked &<< number
  }

  /// The truth that no bit is set.
  @inline(__always) package var isNothing: Self { equals(Self(0)) }

  /// The opposite of a truth.
  @inline(__always) package var isFalse: Self { Self(1) &- self }

  /// Every bit if a truth holds, or else none.
  @inline(__always) package var everywhere: Self { Self(0) &- self }

  /// The one rule of every dimension: the truth that something is asked which is not allowed.
  @inline(__always) package func exceeds(_ allowed: Self) -> Self {
    (self & ~allowed).isNothing.isFalse
  }

  /// `reasons` if a truth holds, or else none.
  @inline(__always) package func tells(_ reasons: Reasons) -> Self {
    everywhere & Self(reasons.rawValue)
  }

  /// The earlier of two instants.
  @inline(__always) package func earlier(_ other: Self) -> Self {
    Self.choose(isBefore(other), self, other)
  }

  /// The first if a truth holds, or else the second.
  @inline(__always) package static func choose(_ truth: Self, _ first: Self, _ second: Self) -> Self
  {
    (truth.everywhere & first) | (~truth.everywhere & second)
  }
}
