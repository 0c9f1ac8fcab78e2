import ConsentVault
import Glibc

/// Times for people: the machine's zone first, then RFC 3339.
enum LocalTime {
  /// Such as `2027-11-21 21:47 CET (2027-11-21T20:47:00Z)`.
  static func text(_ time: Timestamp) -> String {
    guard let local = local(time) else { return time.description }
    return "\(local) (\(time))"
  }

  /// Such as `2027-11-21 21:47 CET`; nil if the machine cannot tell.
  static func local(_ time: Timestamp) -> String? {
    // Foundation's calendar knows no zone but GMT in a static binary; glibc's does.
    var seconds = time_t(time.milliseconds / 1000)
    var fields = unsafe tm()
    guard unsafe localtime_r(&seconds, &fields) != nil else { return nil }
    var buffer = [CChar](repeating: 0, count: 64)
    let length = unsafe strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M %Z", &fields)
    guard length > 0 else { return nil }
    return String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
