/// Reads big-endian fields from the front of TZif data; never past its end.
struct TZifReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  /// The next `count` bytes, which are then behind the reader.
  mutating func bytes(_ count: Int) throws(ZoneError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw .truncated }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func byte() throws(ZoneError) -> UInt8 {
    guard let byte = rest.popFirst() else { throw .truncated }
    return byte
  }

  mutating func integer<Value: FixedWidthInteger>(_: Value.Type) throws(ZoneError) -> Value {
    var value: Value = 0
    for byte in try bytes(Value.bitWidth / 8) { value = value << 8 | Value(byte) }
    return value
  }

  /// The bytes up to the next line feed, which is read too.
  mutating func line() throws(ZoneError) -> ArraySlice<UInt8> {
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { throw .truncated }
    defer { rest = rest[(end + 1)...] }
    return rest[..<end]
  }
}
