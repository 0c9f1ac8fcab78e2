import VaultModel

/// One recipient's stanza of an age header: `-> type arguments`, and a body in lines of 64 columns, of
/// which the last is shorter.
struct AgeStanza: Hashable, Sendable {
  /// The type and its arguments; at least one, each of visible ASCII characters.
  let arguments: [String]
  let body: [UInt8]

  var type: String { arguments[0] }

  static let start = Array("-> ".utf8)
  /// Columns of a full line of the body, and bytes in it.
  private static let (columns, lineBytes) = (64, 48)

  init(arguments: [String], body: [UInt8]) {
    self.arguments = arguments
    self.body = body
  }

  /// Reads a stanza whose first line, behind the arrow, is `line`.
  init(line: ArraySlice<UInt8>, body lines: inout AgeLines) throws(AgeError) {
    let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    for word in words {
      guard !word.isEmpty, word.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw .header }
    }
    arguments = words.map { String(decoding: $0, as: UTF8.self) }
    var body: [UInt8] = []
    while true {
      guard let line = lines.next(), line.count <= Self.columns,
        let bytes = Base64.bytes(unpadded: line)
      else { throw .header }
      body += bytes
      if line.count < Self.columns { break }
    }
    self.body = body
  }

  /// The lines of the stanza.
  var encoded: [UInt8] {
    var bytes = Self.start + Array(arguments.joined(separator: " ").utf8) + [UInt8(ascii: "\n")]
    var rest = body[...]
    while true {
      bytes += Array(Base64.unpadded(rest.prefix(Self.lineBytes)).utf8)
      bytes.append(UInt8(ascii: "\n"))
      // A body of full lines ends in an empty one, so that its end is seen.
      if rest.count < Self.lineBytes { return bytes }
      rest = rest.dropFirst(Self.lineBytes)
    }
  }
}
