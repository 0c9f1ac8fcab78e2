/// Why the bytes of a time zone were refused.
///
/// A zone that cannot be read denies with `QUIET_HOURS`; it is never taken for UTC.
package enum ZoneError: Error, Hashable, Sendable {
  /// The bytes do not begin with the magic of RFC 9636, section 3.1.
  case notTZif
  /// Version 1, which cannot tell the time after 2037, or a version that is not known.
  case unsupportedVersion
  /// The bytes end before the data that the header announces.
  case truncated
  /// The file or one of its counts is beyond the cap.
  case tooLarge
  /// A field breaks RFC 9636: an index, an order, an offset or a count that cannot be.
  case malformed
  /// The zone counts leap seconds (a `right/` file); vault time does not.
  case leapSeconds
  /// The rule for the future is missing or is not a POSIX TZ string.
  case badFooter
}

extension ZoneError: CustomStringConvertible {
  /// One sentence, without the name of the zone, which this layer does not know.
  package var description: String {
    switch self {
    case .notTZif: "the time zone data does not begin with `TZif`"
    case .unsupportedVersion: "the time zone data has a version other than 2, 3 or 4"
    case .truncated: "the time zone data ends too early"
    case .tooLarge: "the time zone data is larger than any real zone"
    case .malformed: "the time zone data contradicts itself"
    case .leapSeconds: "the time zone data counts leap seconds, take the zone outside `right/`"
    case .badFooter: "the time zone data has no readable rule for the future"
    }
  }
}
