/// One header of TZif data: 44 bytes, of which the counts are the last 24 (RFC 9636, section 3.1).
struct TZifHeader {
  /// The ASCII digit of the version.
  let version: UInt8
  let universalFlags, standardFlags, leapSeconds, transitions, types, nameBytes: Int

  /// INVARIANT: every count is held to its cap here, before anything is allocated for it.
  ///
  /// The largest zones of tzdata have about 250 transitions, 12 types and 50 bytes of names.
  init(_ reader: inout TZifReader) throws(ZoneError) {
    guard try reader.bytes(4).elementsEqual("TZif".utf8) else { throw .notTZif }
    version = try reader.byte()
    guard (UInt8(ascii: "2")...UInt8(ascii: "4")).contains(version) else {
      throw .unsupportedVersion
    }
    _ = try reader.bytes(15)
    universalFlags = try Self.count(&reader, cap: 256)
    standardFlags = try Self.count(&reader, cap: 256)
    leapSeconds = try Self.count(&reader, cap: 1_000)
    transitions = try Self.count(&reader, cap: 10_000)
    types = try Self.count(&reader, cap: 256)
    nameBytes = try Self.count(&reader, cap: 2_048)
    guard types >= 1, nameBytes >= 1,
      universalFlags == 0 || universalFlags == types,
      standardFlags == 0 || standardFlags == types
    else { throw .malformed }
    guard leapSeconds == 0 else { throw .leapSeconds }
  }

  /// The length of the block behind this header, with times of `timeSize` bytes.
  func blockSize(timeSize: Int) -> Int {
    transitions * (timeSize + 1) + types * 6 + nameBytes + standardFlags + universalFlags
  }

  private static func count(_ reader: inout TZifReader, cap: Int) throws(ZoneError) -> Int {
    let count = Int(try reader.integer(UInt32.self))
    guard count <= cap else { throw .tooLarge }
    return count
  }
}
