extension Timestamp {
  /// Reads RFC 3339 `date-time`, with any offset; digits of a second past the third are cut off.
  ///
  /// Nil for anything else: a missing zone, a day that does not exist, hour 24, a leap second, a
  /// time before 1970 or after 9999.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.count <= 64,
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let year = decimal(bytes[0..<4]), let month = decimal(bytes[5..<7]),
      let day = decimal(bytes[8..<10]), let date = CivilDate(year: year, month: month, day: day),
      let hour = decimal(bytes[11..<13]), hour < 24,
      let minute = decimal(bytes[14..<16]), minute < 60,
      let second = decimal(bytes[17..<19]), second < 60
    else { return nil }
    var rest = bytes[19...]
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { (48...57).contains($0) }
      guard !digits.isEmpty, let value = decimal((digits + [48, 48]).prefix(3)) else { return nil }
      fraction = value
      rest = rest.dropFirst(1 + digits.count)
    }
    guard let offset = Self.offset(rest) else { return nil }
    let minutes = Int64(hour * 60 + minute - offset)
    self.init(
      milliseconds: date.day * 86_400_000 + minutes * 60_000 + Int64(second * 1000 + fraction))
  }

  /// Minutes east of UTC from `Z`, `+hh:mm` or `-hh:mm`.
  private static func offset(_ text: ArraySlice<UInt8>) -> Int? {
    if text.elementsEqual("Z".utf8) || text.elementsEqual("z".utf8) { return 0 }
    let bytes = Array(text)
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
      let hours = decimal(bytes[1..<3]), hours < 24,
      let minutes = decimal(bytes[4..<6]), minutes < 60
    else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -(hours * 60 + minutes)
    default: return nil
    }
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC; milliseconds only if there are any.
  public var description: String {
    let ofDay = Int(milliseconds % 86_400_000)
    let clock = [ofDay / 3_600_000, ofDay / 60_000 % 60, ofDay / 1000 % 60].map { padded($0, 2) }
    let fraction = ofDay % 1000 == 0 ? "" : "." + padded(ofDay % 1000, 3)
    return "\(CivilDate(self))T\(clock.joined(separator: ":"))\(fraction)Z"
  }
}
