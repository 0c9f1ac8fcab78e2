import Yams

/// What the YAML parser does not tell: the comments of a file, its blank lines, where brackets close, where the `-`
/// of block lists stand, and the lines of block scalars.
///
/// One pass over the bytes. Quoted and block scalars are skipped whole, from where the parser says that they begin;
/// in all that is left, a `#` behind a blank or behind a sign of the language begins a comment (YAML 1.2, 6.6).
struct SourceScan {
  /// A comment.
  struct Comment {
    /// Its first byte, the `#`.
    let start: Int
    /// From `#` to the end of the line, without blanks at the end.
    let text: String
    /// How many bytes stand before it in its line.
    let column: Int
    /// Whether nothing but blanks does.
    let standsAlone: Bool
    /// Whether the line before is blank.
    let followsBlank: Bool
  }

  /// The lines of a `|` or `>` scalar, without their indentation.
  struct Block {
    var lines: [String] = []
    /// `+`, `-` or nothing.
    var chomping = ""
  }

  private(set) var comments: [Comment] = []
  /// The byte behind the closing bracket, by the byte of the opening one.
  private(set) var closings: [Int: Int] = [:]
  /// The `-` of block lists, in order.
  private(set) var dashes: [Int] = []
  /// Block scalars by their first byte.
  private(set) var blocks: [Int: Block] = [:]
  /// The byte behind a quoted scalar, by its first byte.
  private(set) var ends: [Int: Int] = [:]
  /// The first bytes of lines that stand below a blank one.
  private(set) var belowBlanks: Set<Int> = []

  /// How many `#` stand in the comments.
  var signs: Int {
    comments.reduce(0) { $0 + $1.text.utf8.count { $0 == UInt8(ascii: "#") } }
  }

  let bytes: [UInt8]
  private var index = 0
  private var lineStart = 0
  /// Whether the line before is blank, and no part of a scalar.
  private var followsBlank = false
  /// Whether nothing but blanks stood in the line so far.
  private var isEmpty = true
  /// Whether nothing but blanks and `-` did.
  private var isAtStart = true
  /// Where a sign of the language ended last: a comment may follow at once.
  private var signEnd = -1
  private var open: [Int] = []

  init(_ text: String, of tree: SourceTree) {
    bytes = Array(text.utf8)
    let flows = Set(tree.collections.filter(\.isFlow).map(\.start))
    var scalars = tree.scalars[...]
    while index < bytes.count {
      if isEmpty, !Self.isBlank(bytes[index]), bytes[index] != UInt8(ascii: "\n") {
        isEmpty = false
        if followsBlank { belowBlanks.insert(index) }
      }
      var isSkipped = false
      while !isSkipped, let next = scalars.first, next.byte <= index {
        scalars.removeFirst()
        isSkipped = next.byte == index && skip(next)
      }
      if !isSkipped { step(flows) }
    }
  }

  /// Skips a scalar that begins here; false for a plain one, in which nothing can be mistaken.
  private mutating func skip(_ scalar: SourceTree.Start) -> Bool {
    switch scalar.style {
    case .singleQuoted, .doubleQuoted: skipQuoted(bytes[index])
    case .literal, .folded: skipBlock(under: (scalar.key ?? dashes.last).map(column) ?? -1)
    case .any, .plain: return false
    }
    return true
  }

  private mutating func skipQuoted(_ quote: UInt8) {
    let start = index
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      // Two bytes for one: `\"` and the like in double quotes, `''` in single ones.
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      let isPair = quote == UInt8(ascii: "'") ? byte == quote && next == quote : byte == 92
      if !isPair, byte == quote { break }
      if isPair { index += 1 }
      if index < bytes.count, bytes[index] == UInt8(ascii: "\n") { beginLine() }
      index += 1
    }
    index = min(index + 1, bytes.count)
    (ends[start], signEnd, isAtStart) = (index, index, false)
  }

  private mutating func beginLine() {
    lineStart = index + 1
    (isEmpty, isAtStart, followsBlank) = (true, true, false)
  }

  /// One byte outside of quoted and block scalars.
  private mutating func step(_ flows: Set<Int>) {
    let byte = bytes[index]
    defer { index += 1 }
    switch byte {
    case UInt8(ascii: "\n"):
      let isBlank = isEmpty
      beginLine()
      followsBlank = isBlank
    case UInt8(ascii: " "), UInt8(ascii: "\t"): break
    case UInt8(ascii: "#") where isSeparated:
      comment()
    case UInt8(ascii: "-")
    where isAtStart && open.isEmpty
      && (index + 1 == bytes.count || Self.isBlank(bytes[index + 1]) || bytes[index + 1] == 10):
      dashes.append(index)
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      isAtStart = false
      guard flows.contains(index) else { break }
      open.append(index)
      signEnd = index + 1
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      isAtStart = false
      guard let start = open.popLast() else { break }
      (closings[start], signEnd) = (index + 1, index + 1)
    case UInt8(ascii: ",") where !open.isEmpty:
      (isAtStart, signEnd) = (false, index + 1)
    default: isAtStart = false
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private var isSeparated: Bool {
    index == lineStart || Self.isBlank(bytes[index - 1]) || index == signEnd
  }

  /// Takes the comment that begins here, and stops at its last byte.
  private mutating func comment() {
    let start = index
    let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let text = bytes[start..<end].reversed().drop(while: Self.isBlank).reversed()
    let standsAlone = bytes[lineStart..<start].allSatisfy(Self.isBlank)
    comments.append(
      Comment(
        start: start, text: String(decoding: text, as: UTF8.self), column: start - lineStart,
        standsAlone: standsAlone, followsBlank: standsAlone && followsBlank))
    isAtStart = false
    index = end - 1
  }

  /// How many bytes stand before a byte in its line.
  func column(_ byte: Int) -> Int {
    byte - (bytes[..<byte].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)
  }

  /// Takes the block scalar whose `|` or `>` stands here; its indentation counts from that of its key or `-`.
  private mutating func skipBlock(under parent: Int) {
    let start = index
    var block = Block()
    var explicit: Int?
    index += 1
    while index < bytes.count, !Self.isBlank(bytes[index]), bytes[index] != 10 {
      switch bytes[index] {
      case UInt8(ascii: "+"), UInt8(ascii: "-"): block.chomping = bytes[index] == 43 ? "+" : "-"
      case 49...57: explicit = Int(bytes[index]) - 48
      default: break
      }
      index += 1
    }
    isAtStart = false
    while index < bytes.count, bytes[index] != 10 { step([]) }
    guard index < bytes.count else {
      blocks[start] = block
      return
    }
    beginLine()
    index += 1
    takeLines(&block, explicit: explicit.map { $0 + parent }, parent)
    blocks[start] = block
  }

  private mutating func takeLines(_ block: inout Block, explicit: Int?, _ parent: Int) {
    var indentation = explicit
    var pending: [String] = []
    var end = index
    while index < bytes.count {
      let lineEnd = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[index..<lineEnd]
      let blanks = line.prefix { $0 == UInt8(ascii: " ") }.count
      let isEmpty = blanks == line.count
      if !isEmpty, indentation == nil { indentation = blanks > parent ? blanks : .max }
      if !isEmpty, blanks < indentation ?? 0 { break }
      let text = line.dropFirst(min(indentation ?? blanks, blanks))
      pending.append(String(decoding: text, as: UTF8.self))
      index = min(lineEnd + 1, bytes.count)
      if !isEmpty || block.chomping == "+" {
        block.lines += pending
        (pending, end) = ([], index)
      }
    }
    // Blank lines behind it belong to the layout, unless they are kept.
    index = end - 1
    beginLine()
    index = end
  }
}
