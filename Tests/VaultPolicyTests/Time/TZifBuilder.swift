/// Writes TZif data field by field, so that a test can break any of them (RFC 9636, section 3).
struct TZifBuilder {
  var magic = "TZif"
  var version = UInt8(ascii: "2")
  /// Second and type.
  var transitions: [(Int64, UInt8)] = []
  /// Offset, daylight flag, index of a name.
  var types: [(Int32, UInt8, UInt8)] = [(0, 0, 0)]
  var names = Array("LMT\0".utf8)
  var standardFlags: [UInt8] = []
  var universalFlags: [UInt8] = []
  /// In the order of the header; a count that is not nil lies about its array.
  var counts: [UInt32?] = [nil, nil, nil, nil, nil, nil]
  var separator = "\n"
  var footer: String
  var end = "\n"

  init(footer: String) { self.footer = footer }

  var bytes: [UInt8] {
    let first = Self.header("TZif", version, [0, 0, 0, 0, 1, 1]) + [0, 0, 0, 0, 0, 0, 0]
    let real = [
      universalFlags.count, standardFlags.count, 0, transitions.count, types.count, names.count,
    ].map { UInt32($0) }
    var result = first + Self.header(magic, version, zip(counts, real).map { $0 ?? $1 })
    for (second, _) in transitions { result += Self.bigEndian(second) }
    result += transitions.map(\.1)
    for (offset, isDaylight, name) in types {
      result += Self.bigEndian(offset) + [isDaylight, name]
    }
    result += names + standardFlags + universalFlags
    return result + Array((separator + footer + end).utf8)
  }

  private static func header(_ magic: String, _ version: UInt8, _ counts: [UInt32]) -> [UInt8] {
    Array(magic.utf8) + [version] + [UInt8](repeating: 0, count: 15)
      + counts.flatMap { bigEndian($0) }
  }

  private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
