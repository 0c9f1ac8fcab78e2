/// A length of time in whole milliseconds, never negative.
///
/// Written `90d`, `12h`, `30m`, `45s`: one number and one unit; a day is 86,400 s.
public struct TimeSpan: Hashable, Sendable, Comparable {
  /// No time at all.
  public static let zero = TimeSpan(unchecked: 0)
  /// Longer than any time that the vault can hold.
  public static let unlimited = TimeSpan(unchecked: .max)

  /// The length in milliseconds.
  public let milliseconds: Int64

  private init(unchecked milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Nil if negative.
  public init?(milliseconds: Int64) {
    guard milliseconds >= 0 else { return nil }
    self.milliseconds = milliseconds
  }

  /// Whole seconds, for constants in source.
  ///
  /// - Precondition: `count` is 0 to 9.2e15.
  public static func seconds(_ count: Int64) -> TimeSpan {
    precondition((0...Int64.max / 1000).contains(count), "a time span out of range")
    return TimeSpan(unchecked: count * 1000)
  }

  /// Whole days of 86,400 s, for constants in source.
  ///
  /// - Precondition: `count` is 0 to 1.06e11.
  public static func days(_ count: Int64) -> TimeSpan {
    precondition((0...Int64.max / 86_400_000).contains(count), "a time span out of range")
    return TimeSpan(unchecked: count * 86_400_000)
  }

  private static let units: [(suffix: Character, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000),
  ]

  /// Reads `Nd`, `Nh`, `Nm` or `Ns`; nil for anything else, and for sums that overflow.
  public init?(_ text: String) {
    guard let unit = Self.units.first(where: { $0.suffix == text.last }) else { return nil }
    let digits = text.dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }),
      let count = Int64(digits)
    else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
    guard !overflow else { return nil }
    self.milliseconds = product
  }

  /// A shorter span comes first.
  public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
}

extension TimeSpan: CustomStringConvertible {
  /// The shortest exact form, such as `90d`; milliseconds that fit no unit are written `1.250s`.
  public var description: String {
    guard milliseconds > 0 else { return "0d" }
    for unit in Self.units where milliseconds.isMultiple(of: unit.milliseconds) {
      return "\(milliseconds / unit.milliseconds)\(unit.suffix)"
    }
    let fraction = String(milliseconds % 1000 + 1000).dropFirst()
    return "\(milliseconds / 1000).\(fraction)s"
  }
}
