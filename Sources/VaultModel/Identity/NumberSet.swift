/// A set of registry numbers of one kind, as bits.
///
/// Numbers below 64 need no heap, which holds for nearly every policy. Inlinable, because callers in
/// other modules would else run a generic copy that looks up its own type at each step.
public struct NumberSet<Kind>: Hashable, Sendable {
  @usableFromInline var low: UInt64 = 0
  /// INVARIANT: the last word is not zero, so that equal sets are equal values.
  @usableFromInline var high: [UInt64] = []

  /// The empty set.
  @inlinable public init() {}

  /// The set of `numbers`.
  @inlinable public init(_ numbers: some Sequence<Number<Kind>>) {
    for number in numbers { insert(number) }
  }

  /// Adds `number`.
  @inlinable public mutating func insert(_ number: Number<Kind>) {
    let (word, bit) = number.rawValue.quotientAndRemainder(dividingBy: 64)
    guard word > 0 else {
      low |= 1 << UInt64(bit)
      return
    }
    let index = Int(word) - 1
    while high.count <= index { high.append(0) }
    high[index] |= 1 << UInt64(bit)
  }

  /// Whether `number` is in the set.
  @inlinable public func contains(_ number: Number<Kind>) -> Bool {
    let (word, bit) = number.rawValue.quotientAndRemainder(dividingBy: 64)
    if word == 0 { return low >> UInt64(bit) & 1 == 1 }
    let index = Int(word) - 1
    return index < high.count && high[index] >> UInt64(bit) & 1 == 1
  }

  /// Whether nothing is in the set.
  @inlinable public var isEmpty: Bool { low == 0 && high.isEmpty }

  /// How many numbers are in the set.
  @inlinable public var count: Int { high.reduce(low.nonzeroBitCount) { $0 + $1.nonzeroBitCount } }

  /// Whether every number of this set is in `other`.
  @inlinable public func isSubset(of other: Self) -> Bool {
    guard low & ~other.low == 0, high.count <= other.high.count else { return false }
    return high.isEmpty || zip(high, other.high).allSatisfy { $0 & ~$1 == 0 }
  }

  /// Whether no number is in both sets.
  @inlinable public func isDisjoint(with other: Self) -> Bool {
    low & other.low == 0 && zip(high, other.high).allSatisfy { $0 & $1 == 0 }
  }

  /// The numbers of either set.
  @inlinable public func union(_ other: Self) -> Self {
    var result = self
    for number in other.numbers { result.insert(number) }
    return result
  }

  /// The bits of numbers 0 to 63, and those of the higher ones, for code that is not generic.
  package var words: (low: UInt64, high: [UInt64]) { (low, high) }

  /// The word in which the bit of `number` lies: bit `number mod 64`.
  @inlinable package func word(holding number: Number<Kind>) -> UInt64 {
    let (word, _) = number.rawValue.quotientAndRemainder(dividingBy: 64)
    if word == 0 { return low }
    let index = Int(word) - 1
    return index < high.count ? high[index] : 0
  }

  /// The numbers in ascending order, one after the other and without a list.
  @inlinable public var members: Members { Members(self) }

  /// The numbers in ascending order.
  @inlinable public var numbers: [Number<Kind>] {
    var result: [Number<Kind>] = []
    result.reserveCapacity(count)
    for number in members { result.append(number) }
    return result
  }

  /// Walks through a set.
  public struct Members: Sequence, IteratorProtocol {
    @usableFromInline let high: [UInt64]
    @usableFromInline var rest: UInt64
    @usableFromInline var index = 0

    @inlinable init(_ set: NumberSet) {
      high = set.high
      rest = set.low
    }

    /// The next number; nil after the last.
    @inlinable public mutating func next() -> Number<Kind>? {
      while rest == 0 {
        guard index < high.count else { return nil }
        rest = high[index]
        index += 1
      }
      defer { rest &= rest - 1 }
      return Number(UInt16(truncatingIfNeeded: index * 64 + rest.trailingZeroBitCount))
    }
  }
}

extension NumberSet: ExpressibleByArrayLiteral {
  /// The set of the numbers in a literal; a number may be repeated.
  @inlinable public init(arrayLiteral elements: Number<Kind>...) { self.init(elements) }
}
