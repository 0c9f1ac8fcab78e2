import DocumentTesting
import VaultModel

/// A random document, written in a random layout: brackets or not, every kind of quotes, blank lines, and comments
/// wherever the language allows one.
///
/// Comments are numbered in the order of the text, so that anybody can see where each went.
struct RandomLayout {
  private(set) var text = ""
  /// How many comments there are: `#0 `, `#1 ` and so on.
  private(set) var comments = 0
  private var dice: Dice
  /// Whether the last value was a block scalar: what is indented behind it belongs to it.
  private var followsBlock = false

  private static let texts = [
    "a", "two words", "it's", "say \"hi\"", "x # y", "#z", "- dash", "key: value", "true", "12", "",
    " lead", "trail ", "ünï çødé", "日本 語", "emoji 😀 here", "a,b", "[x]", "{y}", "!tag", "@at",
    "`tick", "%pct", "|pipe", ">gt", "? q", "a:b", "http://x#y", "a\\b", "ends:", "~", "null",
    "0x1F", "2026-01-01", "21:00", "line one\nline two", "tab\there", "-", "---", "deny",
    "non\u{A0}breaking", "zero\u{200B}width", "two  blanks  inside",
    (1...30).map { "word\($0)" }.joined(separator: " "),
  ]

  init(seed: UInt64) {
    dice = Dice(seed: seed)
    space(0)
    block(tree(0), 0, isRoot: true)
    space(0)
    if dice.oneIn(4) {
      text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(
        separator: "\r\n")
    }
  }

  // MARK: What is written

  private indirect enum Tree {
    case text(String)
    case list([Tree])
    case mapping([(String, Tree)])
  }

  private mutating func tree(_ depth: Int) -> Tree {
    if depth > 0, dice.oneIn(depth > 3 ? 1 : 2) { return .text(dice.pick(Self.texts)) }
    let count = dice.number(below: 4) + (depth == 0 ? 1 : 0)
    if depth > 0, dice.oneIn(2) { return .list((0..<count).map { _ in tree(depth + 1) }) }
    return .mapping(
      (0..<count).map { number in
        ("\(dice.pick(["k", "a.b-", "two words ", "ü", "- ", "#k"]))\(number)", tree(depth + 1))
      })
  }

  // MARK: Blocks

  private mutating func comment() {
    text += "#\(comments) \(dice.pick(["x", "ä # 'y", "[", "a: {", "\"", "- z  "]))"
    comments += 1
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

  /// Blank lines and lines of comment before a line.
  private mutating func space(_ indentation: Int) {
    while dice.oneIn(3) {
      if dice.oneIn(2) {
        text += Self.blanks(followsBlock ? 0 : dice.number(below: indentation + 4))
        comment()
        followsBlock = false
      }
      text += "\n"
    }
  }

  private mutating func endLine() {
    if dice.oneIn(4) {
      text += Self.blanks(1 + dice.number(below: 3))
      comment()
    }
    text += "\n"
  }

  /// A value that begins in a line of its own.
  private mutating func block(_ tree: Tree, _ indentation: Int, isRoot: Bool = false) {
    switch tree {
    case .text: break
    case .list(let items):
      for (number, item) in items.enumerated() {
        space(indentation)
        text += Self.blanks(indentation) + "-"
        // The first part of what an item holds may stand behind its `-`.
        if case .mapping(let pairs) = item, let first = pairs.first, dice.oneIn(2) {
          text += " "
          pair(first, indentation + 2)
          block(.mapping(Array(pairs.dropFirst())), indentation + 2)
        } else {
          value(item, indentation)
        }
        _ = number
      }
    case .mapping(let pairs):
      for one in pairs {
        space(indentation)
        text += Self.blanks(indentation)
        pair(one, indentation)
      }
    }
  }

  private mutating func pair(_ pair: (String, Tree), _ indentation: Int) {
    text += key(pair.0) + ":"
    value(pair.1, indentation)
  }

  private mutating func key(_ name: String) -> String {
    let isPlain = name.first.map { $0.isLetter } ?? false
    return isPlain && dice.oneIn(2) ? name : quoted(name, fold: nil)
  }

  /// What stands behind a `-` or a key.
  private mutating func value(_ tree: Tree, _ indentation: Int) {
    let isEmpty =
      switch tree {
      case .text: false
      case .list(let items): items.isEmpty
      case .mapping(let pairs): pairs.isEmpty
      }
    if case .text(let value) = tree {
      if dice.oneIn(4), literal(value, indentation) { return }
      lead(indentation)
      text += scalar(value, indentation)
      endLine()
    } else if isEmpty || dice.oneIn(2) {
      lead(indentation)
      flow(tree, indentation)
      endLine()
    } else {
      endLine()
      block(tree, indentation + 1 + dice.number(below: 4))
    }
    followsBlock = false
  }

  /// A blank, or a line break, before a value.
  private mutating func lead(_ indentation: Int) {
    guard dice.oneIn(5) else {
      text += " "
      return
    }
    endLine()
    while dice.oneIn(3) {
      text += Self.blanks(dice.number(below: indentation + 3))
      comment()
      text += "\n"
    }
    text += Self.blanks(indentation + 1)
  }

  // MARK: Brackets

  /// A blank, or a line break with or without a comment.
  private mutating func gap(_ indentation: Int) {
    guard dice.oneIn(6) else {
      text += dice.oneIn(2) ? " " : ""
      return
    }
    endLine()
    while dice.oneIn(3) {
      text += Self.blanks(dice.number(below: indentation + 3))
      comment()
      text += "\n"
    }
    text += Self.blanks(indentation + 1 + dice.number(below: 3))
  }

  private mutating func flow(_ tree: Tree, _ indentation: Int) {
    switch tree {
    case .text(let value): text += scalar(value, indentation, inFlow: true)
    case .list(let items):
      brackets("[", "]", items.count, indentation) { layout, number in
        layout.flow(items[number], indentation)
      }
    case .mapping(let pairs):
      brackets("{", "}", pairs.count, indentation) { layout, number in
        layout.text += layout.key(pairs[number].0) + ":"
        layout.text += " "
        layout.gap(indentation)
        layout.flow(pairs[number].1, indentation)
      }
    }
  }

  private mutating func brackets(
    _ open: String, _ close: String, _ count: Int, _ indentation: Int,
    part: (inout RandomLayout, Int) -> Void
  ) {
    text += open
    gap(indentation)
    for number in 0..<count {
      part(&self, number)
      gap(indentation)
      if number < count - 1 || dice.oneIn(4) {
        text += ","
        gap(indentation)
      }
    }
    text += close
  }

  // MARK: Texts

  private mutating func scalar(_ value: String, _ indentation: Int, inFlow: Bool = false) -> String
  {
    let isWordy = !value.isEmpty && value.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " }
    let fold = dice.oneIn(3) ? "\n\(Self.blanks(indentation + 1 + dice.number(below: 3)))" : nil
    guard isWordy, value.first != " ", value.last != " ", !value.contains("  "), dice.oneIn(2)
    else { return quoted(value, fold: fold) }
    return value.map { $0 == " " ? folded(fold) : String($0) }.joined()
  }

  /// A blank, or now and then the line break that is read as one.
  private mutating func folded(_ fold: String?) -> String {
    dice.oneIn(3) ? fold ?? " " : " "
  }

  private mutating func quoted(_ value: String, fold: String?) -> String {
    let scalars = Array(value.unicodeScalars)
    let isPrintable = scalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
    let isSingle = isPrintable && dice.oneIn(2)
    var written = ""
    for (number, scalar) in scalars.enumerated() {
      let isInner =
        number > 0 && number + 1 < scalars.count && scalars[number - 1] != " "
        && scalars[number + 1] != " "
      switch scalar {
      case " " where isInner: written += folded(fold)
      case "'" where isSingle: written += "''"
      case _ where isSingle: written.unicodeScalars.append(scalar)
      case "\"", "\\": written += "\\\(scalar)"
      case "\n": written += "\\n"
      case "\t": written += "\\t"
      default: written.unicodeScalars.append(scalar)
      }
    }
    return isSingle ? "'\(written)'" : "\"\(written)\""
  }

  /// A block scalar, where it can hold the text.
  private mutating func literal(_ value: String, _ indentation: Int) -> Bool {
    guard !value.isEmpty, value.first != " ", !value.contains("\t") else { return false }
    let inner = indentation + 1 + dice.number(below: 3)
    let isFolded = dice.oneIn(2) && !value.contains("\n")
    text += " " + (isFolded ? ">" : "|") + dice.pick(["", "-", "+"])
    if dice.oneIn(4) {
      text += " "
      comment()
    }
    text += "\n"
    for line in value.split(separator: "\n", omittingEmptySubsequences: false) {
      text += Self.blanks(inner) + line + "\n"
    }
    if dice.oneIn(3) { text += "\n" }
    followsBlock = true
    return true
  }
}
