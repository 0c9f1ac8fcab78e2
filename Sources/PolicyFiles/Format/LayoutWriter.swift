import Yams

/// Lays a file out: two blanks for each level, lists and mappings in brackets on one line where they fit, everything
/// in the order in which people wrote it.
///
/// A list or mapping that stands in brackets stays there if it fits into the line and holds no comment; a list of
/// words that is too long goes on in the next line; anything else gets a line for each part.
struct LayoutWriter {
  /// The longest line that brackets and folded texts make, in Unicode scalars.
  static let width = 120

  private let scan: SourceScan
  private let comments: SourceComments
  private var lines: [LayoutLine] = []

  /// The text of a tree in the one layout.
  static func text(_ tree: SourceTree, _ scan: SourceScan, _ comments: SourceComments) -> String {
    var writer = LayoutWriter(scan: scan, comments: comments)
    switch tree.root.content {
    case .scalar(let scalar):
      let text = ScalarText.inline(scalar, inFlow: false)
      if !text.isEmpty { writer.lines.append(LayoutLine(indentation: 0, code: text)) }
    case .collection(let collection):
      if let flow = writer.flow(collection), flow.unicodeScalars.count <= width {
        writer.lines.append(LayoutLine(indentation: 0, code: flow))
      } else {
        writer.write(collection, at: 0)
      }
    }
    writer.write(comments.rest, at: 0)
    return writer.lines.text
  }

  private init(scan: SourceScan, comments: SourceComments) {
    self.scan = scan
    self.comments = comments
  }

  private mutating func write(_ above: [SourceComments.Line], at indentation: Int) {
    for line in above {
      lines.append(
        LayoutLine(
          indentation: indentation, code: "", comment: line.text, followsBlank: line.followsBlank))
    }
  }

  /// A collection with a line, or more, for each part.
  private mutating func write(_ collection: SourceTree.Collection, at indentation: Int) {
    for part in collection.parts {
      let first = lines.count
      write(part, at: indentation)
      // No blank line between a key and what belongs to it.
      if part.number == collection.parts.first?.number { lines[first].followsBlank = false }
    }
    write(comments.foot[collection.number], at: indentation)
  }

  private mutating func write(_ part: SourceTree.Part, at indentation: Int) {
    var above = comments.leading[part.number]
    var line = LayoutLine(
      indentation: indentation, code: part.key.map { "\(ScalarText.key($0)):" } ?? "-",
      comment: comments.trailing[part.number], followsBlank: comments.followsBlank[part.number])
    switch part.value.content {
    case .scalar(let scalar):
      write(above, at: indentation)
      write(scalar, at: part.value.start, behind: line)
    case .collection(let collection) where collection.parts.isEmpty:
      if comments.isBroken[collection.number] {
        above += line.comment.map { [SourceComments.Line(text: $0, followsBlank: false)] } ?? []
        above += comments.foot[collection.number]
        line.comment = nil
      }
      write(above, at: indentation)
      line.code += collection.isMapping ? " {}" : " []"
      lines.append(line)
    case .collection(let collection):
      write(collection, above, behind: line)
    }
  }

  private mutating func write(
    _ collection: SourceTree.Collection, _ above: [SourceComments.Line], behind line: LayoutLine
  ) {
    var line = line
    if let flow = flow(collection) {
      let length = line.indentation + line.code.unicodeScalars.count + 1
      if length + flow.unicodeScalars.count <= Self.width {
        write(above, at: line.indentation)
        line.code += " \(flow)"
        lines.append(line)
        return
      }
      if let words = words(collection) {
        write(above, at: line.indentation)
        append(Self.bracketed(words), behind: line)
        return
      }
    }
    if line.code == "-" {
      writeItem(collection, above, behind: line)
    } else {
      write(above, at: line.indentation)
      lines.append(line)
      write(collection, at: line.indentation + 2)
    }
  }

  /// An item of a list that has parts of its own: the first of them stands behind the `-`.
  private mutating func writeItem(
    _ collection: SourceTree.Collection, _ above: [SourceComments.Line], behind line: LayoutLine
  ) {
    write(above, at: line.indentation)
    var followsBlank = line.followsBlank
    if let comment = line.comment {
      // Nothing can stand behind the `-` besides the first part.
      write([.init(text: comment, followsBlank: followsBlank)], at: line.indentation)
      followsBlank = false
    }
    let first = lines.count
    write(collection, at: line.indentation + 2)
    lines[first].followsBlank = followsBlank
    for number in first..<lines.count {
      lines[number].indentation = line.indentation
      guard !lines[number].code.isEmpty else { continue }
      lines[number].code = "- \(lines[number].code)"
      break
    }
  }

  // MARK: Brackets

  /// A collection in brackets in one line; nil for one that was written without, or with comments between them.
  private func flow(_ collection: SourceTree.Collection) -> String? {
    guard collection.isFlow, !comments.isBroken[collection.number] else { return nil }
    let parts = collection.parts.map { part in
      let value =
        switch part.value.content {
        case .scalar(let scalar): ScalarText.inline(scalar, inFlow: true)
        // INVARIANT: in brackets there are only brackets, and none of them is broken.
        case .collection(let inner): flow(inner) ?? ""
        }
      return part.key.map { "\(ScalarText.key($0)): \(value)" } ?? value
    }.joined(separator: ", ")
    return collection.isMapping ? "{\(parts)}" : "[\(parts)]"
  }

  /// The items of a list that holds nothing but texts.
  private func words(_ collection: SourceTree.Collection) -> [String]? {
    guard !collection.isMapping else { return nil }
    var words: [String] = []
    for part in collection.parts {
      guard case .scalar(let scalar) = part.value.content else { return nil }
      words.append(ScalarText.inline(scalar, inFlow: true))
    }
    return words
  }

  private static func bracketed(_ words: [String]) -> [String] {
    words.enumerated().map { number, word in
      (number == 0 ? "[" : "") + word + (number == words.count - 1 ? "]" : ",")
    }
  }

  /// Puts words behind a key or `-`, and goes on in further lines where they do not fit.
  private mutating func append(_ words: [String], behind line: LayoutLine) {
    var line = line
    let (comment, indentation) = (line.comment, line.indentation + 2)
    line.comment = nil
    for (number, word) in words.enumerated() {
      let length = line.indentation + line.code.unicodeScalars.count + 1
      if number > 0, length + word.unicodeScalars.count > Self.width {
        lines.append(line)
        line = LayoutLine(indentation: indentation, code: word)
      } else {
        line.code += " \(word)"
      }
    }
    line.comment = comment
    lines.append(line)
  }

  // MARK: Texts

  private mutating func write(
    _ scalar: SourceTree.Scalar, at start: Int, behind line: LayoutLine
  ) {
    if let block = scan.blocks[start], block.lines.contains(where: { !$0.isEmpty }) {
      write(block, scalar, behind: line)
      return
    }
    let text = ScalarText.inline(scalar, inFlow: false)
    guard !text.isEmpty else {
      lines.append(line)
      return
    }
    append(isFolded(scalar, at: start) ? ScalarText.words(text) : [text], behind: line)
  }

  /// Whether a text was written in several lines that make one.
  private func isFolded(_ scalar: SourceTree.Scalar, at start: Int) -> Bool {
    guard !scalar.text.utf8.contains(10) else { return false }
    if let end = scan.ends[start] { return scan.bytes[start..<end].contains(10) }
    return !scan.bytes[start...].starts(with: scalar.text.utf8)
  }

  /// A `|` or `>` text, line by line as it was.
  private mutating func write(
    _ block: SourceScan.Block, _ scalar: SourceTree.Scalar, behind line: LayoutLine
  ) {
    // The first line shows how far the others are indented, unless it begins with a blank itself.
    let first = block.lines.firstIndex { !$0.allSatisfy { $0 == " " } } ?? 0
    let isAmbiguous = block.lines[...first].contains { $0.hasPrefix(" ") }
    var line = line
    line.code +=
      " " + (scalar.style == .literal ? "|" : ">") + (isAmbiguous ? "2" : "") + block.chomping
    lines.append(line)
    for text in block.lines {
      lines.append(
        LayoutLine(indentation: text.isEmpty ? 0 : line.indentation + 2, code: text))
    }
  }
}
