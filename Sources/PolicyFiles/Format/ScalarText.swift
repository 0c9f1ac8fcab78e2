import VaultPolicy
import Yams

/// How a text is written: plain where every reader of YAML takes it for that text, in quotes where not.
enum ScalarText {
  /// A text in one line.
  static func inline(_ scalar: SourceTree.Scalar, inFlow: Bool) -> String {
    switch scalar.style {
    case .plain, .any:
      // What people wrote without quotes stays so: `true` is meant to be what it looks like.
      if scalar.text.isEmpty { return inFlow ? "\"\"" : "" }
      return scalar.text.utf8.contains(10) ? quoted(scalar.text) : scalar.text
    case .singleQuoted, .doubleQuoted, .literal, .folded:
      return canBePlain(scalar.text, inFlow: inFlow) ? scalar.text : quoted(scalar.text)
    }
  }

  /// The parts of a text between which it may go on in another line: that is read as one blank.
  static func words(_ text: String) -> [String] {
    var words = [""]
    let scalars = Array(text.unicodeScalars)
    for (number, scalar) in scalars.enumerated() {
      let isBreak =
        scalar == " " && number > 0 && scalars[number - 1] != " " && number + 1 < scalars.count
        // What a line begins with must not look like a sign of the language.
        && !" -?:,[]{}#&*!|>'\"%@`".unicodeScalars.contains(scalars[number + 1])
      if isBreak {
        words.append("")
      } else {
        words[words.count - 1].unicodeScalars.append(scalar)
      }
    }
    return words
  }

  /// A key.
  static func key(_ scalar: SourceTree.Scalar) -> String {
    let isWritten = scalar.style == .plain && !scalar.text.isEmpty && !scalar.text.utf8.contains(10)
    return isWritten || scalar.style != .plain && isName(scalar.text) && !isResolved(scalar.text)
      ? scalar.text : quoted(scalar.text)
  }

  private static func isName(_ text: String) -> Bool {
    text.utf8.first.map { $0 != UInt8(ascii: "-") } ?? false
      && text.utf8.allSatisfy {
        (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
          || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains($0)
      }
  }

  /// Whether the text needs no quotes: by a narrower rule than the language's (YAML 1.2, 7.3.3).
  private static func canBePlain(_ text: String, inFlow: Bool) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
      first.properties.isAlphabetic || (48...57).contains(first.value), last != " ", last != ":",
      !isResolved(text)
    else { return false }
    var previous = first
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      if !isShown(scalar) || scalar == "#" && previous == " " || scalar == " " && previous == ":" {
        return false
      }
      if inFlow, ",[]{}".unicodeScalars.contains(scalar) { return false }
      if inFlow, previous == ":", "\"'?".unicodeScalars.contains(scalar) { return false }
    }
    return true
  }

  /// Whether some reader takes the plain text for something else than a text: a truth value, a number, a day, a
  /// time (YAML 1.1 types, YAML 1.2 core schema).
  private static func isResolved(_ text: String) -> Bool {
    let words: Set = ["", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    if words.contains(text.lowercased()) { return true }
    guard let first = text.utf8.first else { return true }
    guard (48...57).contains(first) || "+-.".utf8.contains(first) else { return false }
    return text.utf8.allSatisfy { byte in
      (48...57).contains(byte) || "abcdefABCDEFxoTtZz_+-.: ".utf8.contains(byte)
    }
  }

  /// Whether a scalar may stand in a file as itself.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (32...126).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate,
      .unassigned, .privateUse:
      return false
    default: return true
    }
  }

  private static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    if scalars.contains("\"") || scalars.contains("\\"), !scalars.contains("'"),
      scalars.allSatisfy(isShown)
    {
      return "'\(text)'"
    }
    var result = "\""
    for scalar in scalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where isShown(scalar): result.unicodeScalars.append(scalar)
      default: result += escaped(scalar)
      }
    }
    return result + "\""
  }

  /// `\uXXXX`, or `\UXXXXXXXX` beyond the Basic Multilingual Plane.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let width = scalar.value > 0xFFFF ? 8 : 4
    return (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count)
      + digits
  }
}
