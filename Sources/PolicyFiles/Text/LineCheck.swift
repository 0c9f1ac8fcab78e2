import VaultPolicy

/// Refuses characters that would make a file look different from what it says, or that would make two
/// readers count its lines differently.
enum LineCheck {
  /// Every line with a character that has no business in a file for people, once each.
  static func problems(in text: String, file: String) -> [PolicyProblem] {
    var problems: [PolicyProblem] = []
    var position = PolicyPlaces.Position(line: 1, column: 0)
    var lastRefused = 0
    var previous: Unicode.Scalar = "\n"
    for scalar in text.unicodeScalars {
      position.column += 1
      if let fault = fault(scalar, after: previous), position.line != lastRefused {
        lastRefused = position.line
        problems.append(
          PolicyProblem(
            code: .encodingInvalid, message: "the line holds \(fault)", hint: "remove it",
            file: file, position: position))
      }
      if scalar == "\n" { position = .init(line: position.line + 1, column: 0) }
      previous = scalar
    }
    return problems
  }

  /// What is wrong with a scalar, if anything is.
  private static func fault(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar) -> String? {
    if previous == "\r", scalar != "\n" { return "a carriage return that ends no line" }
    switch scalar {
    case "\n", "\r", "\t", "\u{20}"..."\u{7E}": return nil
    case "\u{FEFF}": return "a byte order mark"
    case "\u{2028}", "\u{2029}", "\u{85}": return "a line separator that is not LF"
    // Trojan Source (CVE-2021-42574): text that reads in another order than it is written.
    case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": return "a mark that turns text around"
    default:
      return scalar.properties.generalCategory == .control ? "a control character" : nil
    }
  }
}
