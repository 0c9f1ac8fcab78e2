/// What a zone does after its last listed transition: the footer of TZif data.
///
/// The footer is a POSIX TZ string (POSIX.1-2024, 8.3, with hours up to 167 as RFC 9636, 3.3.2
/// allows): one offset for ever, or two that change on the same days of every year.
struct FutureRule: Hashable, Sendable {
  /// The yearly change to daylight saving time and back.
  struct Daylight: Hashable, Sendable {
    /// Seconds east of UTC while it lasts.
    let offset: Int
    /// When it begins, in standard time.
    let start: YearlyMoment
    /// When it ends, in daylight saving time.
    let end: YearlyMoment
  }

  /// Seconds east of UTC in standard time.
  let standard: Int
  let daylight: Daylight?

  /// Reads the text between the two line feeds.
  init(footer: ArraySlice<UInt8>) throws(ZoneError) {
    guard footer.count <= 128 else { throw .tooLarge }
    var parser = FooterParser(footer)
    try parser.name()
    standard = -(try parser.duration(hours: 0...24, digits: 1...2))
    guard !parser.isAtEnd else {
      daylight = nil
      return
    }
    try parser.name()
    // POSIX counts offsets west of Greenwich; without one, daylight saving time is an hour ahead.
    let offset =
      parser.isAtComma
      ? standard + 3600 : -(try parser.duration(hours: 0...24, digits: 1...2))
    daylight = Daylight(offset: offset, start: try parser.moment(), end: try parser.moment())
    guard parser.isAtEnd else { throw .badFooter }
  }

  /// Seconds east of UTC at a second since 1970 (1970 to 9999).
  func offset(at second: Int64) -> Int {
    guard let daylight else { return standard }
    var latest = Int64.min
    var result = standard
    // A change may lie up to a week outside its own year, so the last one before an instant is one
    // of those of two years back to one ahead.
    let year = YearlyMoment.year(ofSecond: second)
    for year in (year - 2)...(year + 1) {
      let end = daylight.end.second(in: year) - Int64(daylight.offset)
      if end <= second, end > latest { (latest, result) = (end, standard) }
      // A year's end that falls on the next start is no change: all the year is daylight saving
      // time (RFC 9636, 3.3.2), so on equal seconds the start wins.
      let start = daylight.start.second(in: year) - Int64(standard)
      if start <= second, start >= latest { (latest, result) = (start, daylight.offset) }
    }
    return result
  }

  /// The first second after `second` at which the offset may change; nil if it never does.
  func nextChange(after second: Int64) -> Int64? {
    guard let daylight else { return nil }
    let year = YearlyMoment.year(ofSecond: second)
    // As above, a change may lie up to a week outside its own year.
    return ((year - 1)...(year + 2)).flatMap { year in
      [
        daylight.start.second(in: year) - Int64(standard),
        daylight.end.second(in: year) - Int64(daylight.offset),
      ]
    }.filter { $0 > second }.min()
  }
}
