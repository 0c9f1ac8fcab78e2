package import VaultPolicy
import Yams

/// Reads the plain part of YAML: mappings, lists and scalars, in one document.
///
/// Every scalar is a text. Anchors, aliases, tags and further documents are refused: they make a file
/// mean something that is not written where one reads it.
package struct YAMLReader {
  /// The largest file, in bytes.
  package static let largest = 4 << 20

  private let file: String
  private var marks: MarkCursor
  private var problems: [PolicyProblem] = []

  /// Reads one document.
  ///
  /// - Parameters:
  ///   - text: The file's text.
  ///   - file: The file's name without its folders, for places.
  /// - Returns: The document, with a place for every part.
  /// - Throws: Every problem of syntax that can be told apart; the YAML parser itself stops at the
  ///   first.
  package static func read(_ text: String, file: String) throws(PolicyFault) -> Document {
    let characters = LineCheck.problems(in: text, file: file)
    guard characters.isEmpty else { throw PolicyFault(characters) }
    if let problem = aliasProblem(in: text, file: file) { throw PolicyFault([problem]) }
    let root: Node?
    do {
      root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch {
      throw PolicyFault([YAMLSyntax.problem(error, file: file)])
    }
    guard let root else {
      throw PolicyFault([
        PolicyProblem(
          code: .syntaxInvalid, message: "the file \(quoted(file)) is empty",
          hint: "write `key: value` pairs", file: file, position: nil)
      ])
    }
    var reader = YAMLReader(file: file, marks: MarkCursor(text))
    let document = reader.document(root, depth: 1)
    guard reader.problems.isEmpty else { throw PolicyFault(reader.problems) }
    return document
  }

  private init(file: String, marks: MarkCursor) {
    self.file = file
    self.marks = marks
  }

  private mutating func report(
    _ code: PolicyProblem.Code, _ message: String, _ hint: String,
    at position: PolicyPlaces.Position
  ) {
    problems.append(
      PolicyProblem(code: code, message: message, hint: hint, file: file, position: position))
  }

  private mutating func document(_ node: Node, depth: Int) -> Document {
    let position = PolicyPlaces.Position(
      line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    let refused = Document(.text(""), at: position)
    guard isPlain(at: position) else { return refused }
    guard depth <= Document.deepest else {
      report(
        .tooDeep, "the file nests more than \(Document.deepest) levels", "flatten it", at: position)
      return refused
    }
    switch node {
    case .scalar(let scalar): return Document(.text(scalar.string), at: position)
    case .sequence(let items):
      return Document(.list(items.map { document($0, depth: depth + 1) }), at: position)
    case .mapping(let pairs):
      return Document(.mapping(pairs.compactMap { entry($0, $1, depth: depth) }), at: position)
    case .alias: return refused
    }
  }

  private mutating func entry(_ key: Node, _ value: Node, depth: Int) -> Document.Entry? {
    let name = document(key, depth: depth + 1)
    let value = document(value, depth: depth + 1)
    guard case .text(let text) = name.value else {
      report(.wrongShape, "a key is not a text", "write `key: value`", at: name.position)
      return nil
    }
    return Document.Entry(key: text, position: name.position, value: value)
  }

  /// Whether the node at `position` begins with itself, and not with an anchor or a tag.
  ///
  /// A node's mark is that of its properties, and no plain scalar can begin with their signs (YAML
  /// 1.2, rule 22), so the character at the mark tells.
  private mutating func isPlain(at position: PolicyPlaces.Position) -> Bool {
    switch marks.byte(at: position) {
    case UInt8(ascii: "&"), UInt8(ascii: "*"):
      report(
        .anchorRefused, "the file uses an anchor or an alias",
        "write the value out where it is meant, or put text in quotes", at: position)
    case UInt8(ascii: "!"):
      report(
        .tagRefused, "the file uses a tag", "leave it out, or put text in quotes", at: position)
    default: return true
    }
    return false
  }

  /// A file that seems to hold both an anchor and an alias is refused before it is parsed.
  ///
  /// INVARIANT: no alias is ever expanded. The parser compares keys by what aliases in them stand for,
  /// which can be made to grow without bound. Text in quotes that looks like both is refused too.
  private static func aliasProblem(in text: String, file: String) -> PolicyProblem? {
    var anchor: PolicyPlaces.Position?
    var alias: PolicyPlaces.Position?
    var position = PolicyPlaces.Position(line: 1, column: 0)
    var last: UInt8 = UInt8(ascii: "\n")
    var sign: UInt8 = 0
    for byte in text.utf8 {
      // Columns count scalars.
      if byte & 0b1100_0000 != 0b1000_0000 { position.column += 1 }
      if sign != 0, isNameByte(byte) {
        let start = PolicyPlaces.Position(line: position.line, column: position.column - 1)
        if sign == UInt8(ascii: "&") { anchor = anchor ?? start } else { alias = alias ?? start }
      }
      let isSign = byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")
      sign = isSign && !isNameByte(last) ? byte : 0
      last = byte
      if byte == UInt8(ascii: "\n") { position = .init(line: position.line + 1, column: 0) }
    }
    guard let anchor, alias != nil else { return nil }
    return PolicyProblem(
      code: .anchorRefused, message: "the file uses an anchor and an alias",
      hint: "write the value out where it is meant", file: file, position: anchor)
  }

  /// Whether a byte can be part of an anchor's name, by the widest reading.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), 128...255:
      true
    default: false
    }
  }
}
