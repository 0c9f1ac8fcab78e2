/// Takes the parts of a POSIX TZ string from the front of a footer.
///
/// Strict: what POSIX leaves to the system (names of other letters, daylight saving time without
/// its two moments) is refused.
struct FooterParser {
  private var rest: ArraySlice<UInt8>

  init(_ footer: ArraySlice<UInt8>) { rest = footer }

  var isAtEnd: Bool { rest.isEmpty }
  var isAtComma: Bool { rest.first == UInt8(ascii: ",") }

  /// A designation: three letters or more, or letters, digits and signs in angle brackets.
  mutating func name() throws(ZoneError) {
    let isQuoted = take("<")
    let name = rest.prefix { byte in
      Self.isLetter(byte) || isQuoted && (Self.isDigit(byte) || byte == 43 || byte == 45)
    }
    rest = rest.dropFirst(name.count)
    guard name.count >= 3, !isQuoted || take(">") else { throw .badFooter }
  }

  /// `[+|-]hh[:mm[:ss]]` in seconds.
  mutating func duration(
    hours: ClosedRange<Int>, digits: ClosedRange<Int>
  ) throws(ZoneError) -> Int {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    var seconds = try number(hours, digits: digits) * 3600
    if take(":") {
      seconds += try number(0...59, digits: 2...2) * 60
      if take(":") { seconds += try number(0...59, digits: 2...2) }
    }
    return isNegative ? -seconds : seconds
  }

  /// `,day[/time]`; without a time, 02:00:00.
  mutating func moment() throws(ZoneError) -> YearlyMoment {
    try demand(",")
    let day = try day()
    let second = take("/") ? try duration(hours: 0...167, digits: 1...3) : 7200
    return YearlyMoment(day: day, secondOfDay: second)
  }

  private mutating func day() throws(ZoneError) -> YearlyMoment.Day {
    if take("J") { return .withoutLeapDay(try number(1...365, digits: 1...3)) }
    guard take("M") else { return .withLeapDay(try number(0...365, digits: 1...3)) }
    let month = try number(1...12, digits: 1...2)
    try demand(".")
    let week = try number(1...5, digits: 1...1)
    try demand(".")
    return .weekday(month: month, week: week, day: try number(0...6, digits: 1...1))
  }

  private mutating func number(
    _ range: ClosedRange<Int>, digits: ClosedRange<Int>
  ) throws(ZoneError) -> Int {
    let text = rest.prefix(while: Self.isDigit)
    guard digits.contains(text.count) else { throw .badFooter }
    let value = text.reduce(0) { $0 * 10 + Int($1 - 48) }
    guard range.contains(value) else { throw .badFooter }
    rest = rest.dropFirst(text.count)
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  private mutating func demand(_ character: Unicode.Scalar) throws(ZoneError) {
    guard take(character) else { throw .badFooter }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
