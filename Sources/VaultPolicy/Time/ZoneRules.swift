package import VaultModel

/// The offsets of one time zone from UTC, past and future.
///
/// Read from the bytes of a compiled zone (TZif, RFC 9636, which replaces RFC 8536). Only the block
/// with 64-bit times is used, and after its last transition the rule in the footer, so that files
/// which list every transition up to 2037 ("fat") and files which do not ("slim") say the same.
/// Version 1 and files with an empty footer are refused: they do not know the future, and a
/// guessed hour would let a contact through in somebody's night.
package struct ZoneRules: Hashable, Sendable {
  /// Seconds since 1970, strictly ascending; `types[i]` holds from `transitions[i]` on.
  private let transitions: [Int64]
  private let types: [UInt8]
  /// Seconds east of UTC by type; type 0 holds before the first transition (RFC 9636, 3.2).
  private let offsets: [Int32]
  private let future: FutureRule

  /// Reads a compiled zone of at most 256 KiB, in one piece and with nothing behind it.
  ///
  /// - Parameter bytes: The whole file.
  /// - Throws: `ZoneError`, for anything that RFC 9636 does not allow.
  package init(tzif bytes: [UInt8]) throws(ZoneError) {
    guard bytes.count <= 256 * 1024 else { throw .tooLarge }
    var reader = TZifReader(bytes)
    let first = try TZifHeader(&reader)
    _ = try reader.bytes(first.blockSize(timeSize: 4))
    let header = try TZifHeader(&reader)
    guard header.version == first.version else { throw .malformed }

    transitions = try Self.transitions(&reader, count: header.transitions)
    types = Array(try reader.bytes(header.transitions))
    guard types.allSatisfy({ $0 < header.types }) else { throw .malformed }
    offsets = try Self.offsets(&reader, header)
    _ = try reader.bytes(header.nameBytes)
    try Self.checkFlags(&reader, count: header.standardFlags)
    try Self.checkFlags(&reader, count: header.universalFlags)

    guard try reader.byte() == UInt8(ascii: "\n") else { throw .malformed }
    future = try FutureRule(footer: reader.line())
    guard reader.isAtEnd, isFooterConsistent else { throw .malformed }
  }

  /// The footer must say of the last transition what the list says (RFC 9636, section 3.3).
  private var isFooterConsistent: Bool {
    // No zone of tzdata ends its list before 1970 and goes on changing its clocks.
    guard let last = transitions.last, let type = types.last, last >= 0 else { return true }
    // INVARIANT: the year arithmetic of the footer never sees a second after 9999.
    guard last <= Timestamp.latest.milliseconds / 1000 else { return false }
    return future.offset(at: last) == Int(offsets[Int(type)])
  }

  /// Seconds east of UTC at an instant, -89,999 to 93,599.
  package func offset(at time: Timestamp) -> Int {
    // Timestamps are never negative, so this division rounds down.
    let second = time.milliseconds / 1000
    guard let last = transitions.last, second < last else { return future.offset(at: second) }
    let index = lastTransition(notAfter: second)
    return Int(offsets[index.map { Int(types[$0]) } ?? 0])
  }

  /// Milliseconds after local midnight by the clock on the wall, 0 to 86,399,999.
  package func timeOfDay(at time: Timestamp) -> Int64 {
    let local = time.milliseconds + Int64(offset(at: time)) * 1000
    // West of Greenwich the first hours of 1970 are negative local time.
    return (local % 86_400_000 + 86_400_000) % 86_400_000
  }

  /// The clock on the wall, such as `2026-11-22 08:00`.
  package func localText(at time: Timestamp) -> String {
    // The first and the last day of all may have no local name; they are told in UTC then.
    let local = Timestamp(milliseconds: time.milliseconds + Int64(offset(at: time)) * 1000) ?? time
    let text = local.description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
  }

  /// The first instant after `time` at which the offset may change; nil if it never does again before the
  /// year 10,000.
  ///
  /// A change of the name alone is one too: whoever steps from change to change asks for the offset.
  package func nextChange(after time: Timestamp) -> Timestamp? {
    let second = time.milliseconds / 1000
    let next: Int64?
    if let last = transitions.last, second < last {
      next = transitions[(lastTransition(notAfter: second) ?? -1) + 1]
    } else {
      next = future.nextChange(after: second)
    }
    return next.flatMap { Timestamp(milliseconds: $0 * 1000) }
  }

  private func lastTransition(notAfter second: Int64) -> Int? {
    var low = 0
    var high = transitions.count
    // INVARIANT: transitions before `low` are <= second; those from `high` on are > second.
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= second { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }

  private static func transitions(
    _ reader: inout TZifReader, count: Int
  ) throws(ZoneError) -> [Int64] {
    var result: [Int64] = []
    result.reserveCapacity(count)
    for _ in 0..<count {
      let second = try reader.integer(Int64.self)
      if let last = result.last, second <= last { throw .malformed }
      result.append(second)
    }
    return result
  }

  /// The local time types: offset i32, daylight flag u8, index of a name u8.
  private static func offsets(
    _ reader: inout TZifReader, _ header: TZifHeader
  ) throws(ZoneError) -> [Int32] {
    var result: [Int32] = []
    for _ in 0..<header.types {
      let offset = try reader.integer(Int32.self)
      let isDaylight = try reader.byte()
      let name = try reader.byte()
      // The range is that of RFC 9636, section 3.2: more than -25 hours and less than 26.
      guard (-89_999...93_599).contains(offset), isDaylight <= 1, name < header.nameBytes else {
        throw .malformed
      }
      result.append(offset)
    }
    return result
  }

  private static func checkFlags(_ reader: inout TZifReader, count: Int) throws(ZoneError) {
    guard try reader.bytes(count).allSatisfy({ $0 <= 1 }) else { throw .malformed }
  }
}
