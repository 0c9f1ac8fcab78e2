/// The bytes of a compiled policy, split where its members and its purposes begin and end, and not read.
///
/// Only texts that may be canonical are split: no blanks between members, keys of plain letters, in order and
/// each once. What a member holds is not looked at beyond strings and brackets.
struct CompiledText {
  /// A key with its value, as bytes.
  struct Member {
    /// The key without its quotes.
    let key: Range<Int>
    /// Key, colon and value.
    let whole: Range<Int>
  }

  let bytes: [UInt8]
  /// The members of the policy.
  let members: [Member]
  /// The members of `purposes`: groups too.
  let purposes: [Member]

  /// Nil if the text cannot be canonical.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let (members, end) = Self.members(in: bytes, at: 0), end == bytes.count,
      let field = members.first(where: { bytes[$0.key].elementsEqual("purposes".utf8) }),
      let (purposes, last) = Self.members(in: bytes, at: field.key.upperBound + 2),
      last == field.whole.upperBound
    else { return nil }
    self.bytes = bytes
    self.members = members
    self.purposes = purposes
  }

  /// The bytes of a key.
  func key(_ member: Member) -> ArraySlice<UInt8> { bytes[member.key] }

  /// The name that a key is.
  func name(_ member: Member) -> String { String(decoding: key(member), as: UTF8.self) }

  /// Whether a purpose is a group, which always begins so.
  func isGroup(_ purpose: Member) -> Bool {
    bytes[(purpose.key.upperBound + 2)..<purpose.whole.upperBound].starts(with: #"{"group":"#.utf8)
  }

  /// The text with none but these of its purposes.
  func text(keeping kept: [Member]) -> [UInt8] {
    guard let first = purposes.first, let last = purposes.last else { return bytes }
    var text = Array(bytes[..<first.whole.lowerBound])
    for (index, purpose) in kept.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      text += bytes[purpose.whole]
    }
    return text + bytes[last.whole.upperBound...]
  }

  // MARK: Splitting

  /// The members of the object that begins at `start`, and where it ends.
  private static func members(in bytes: [UInt8], at start: Int) -> (members: [Member], end: Int)? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { return nil }
    var members: [Member] = []
    var index = start + 1
    guard index < bytes.count else { return nil }
    if bytes[index] == UInt8(ascii: "}") { return ([], index + 1) }
    while let key = key(in: bytes, at: index),
      let end = end(ofValueIn: bytes, at: key.upperBound + 2)
    {
      if let last = members.last,
        !bytes[last.key].lexicographicallyPrecedes(bytes[key])
      {
        return nil
      }
      members.append(Member(key: key, whole: index..<end))
      guard end < bytes.count else { return nil }
      switch bytes[end] {
      case UInt8(ascii: "}"): return (members, end + 1)
      case UInt8(ascii: ","): index = end + 1
      default: return nil
      }
    }
    return nil
  }

  /// The key that begins at `start`, if it is of plain letters with a colon behind it.
  private static func key(in bytes: [UInt8], at start: Int) -> Range<Int>? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else { return nil }
    var index = start + 1
    while index + 1 < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."):
        index += 1
      case UInt8(ascii: "\""):
        return bytes[index + 1] == UInt8(ascii: ":") ? start + 1..<index : nil
      default: return nil
      }
    }
    return nil
  }

  /// Where the value that begins at `start` ends: the first comma or bracket outside it.
  private static func end(ofValueIn bytes: [UInt8], at start: Int) -> Int? {
    var depth = 0
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return index }
        depth -= 1
      case UInt8(ascii: ","): if depth == 0 { return index }
      case UInt8(ascii: "\""):
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
          index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
      default: break
      }
      index += 1
    }
    return nil
  }
}
