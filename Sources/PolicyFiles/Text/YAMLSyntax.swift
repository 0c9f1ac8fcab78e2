import VaultPolicy
import Yams

/// Says in our words what the YAML parser found wrong.
enum YAMLSyntax {
  /// What to write, by what the parser missed.
  private static func hint(_ text: String) -> String {
    let hints: KeyValuePairs = [
      "',' or ']'": "close the `[` with `]`, and put commas between the items",
      "',' or '}'": "close the `{` with `}`, and put commas between the pairs",
      "expected key":
        "begin the line under the key of the line before it, and with two blanks for each level",
      "expected '-'": "begin each item of the list with `- `, all in one column",
      "could not find expected ':'": "write `key: value`, with a blank behind the colon",
      "mapping values are not allowed":
        "put a text that holds `: ` in quotes, or check the indentation",
      "cannot start any token":
        "indent with blanks, not tabs, and put text that begins with a sign in quotes",
      "quoted scalar": "close the quotes",
    ]
    return hints.first { text.contains($0.key) }?.value ?? "check indentation and quotes"
  }

  static func problem(_ error: any Error, file: String) -> PolicyProblem {
    func problem(
      _ code: PolicyProblem.Code, _ message: String, _ hint: String, _ mark: Mark? = nil
    ) -> PolicyProblem {
      PolicyProblem(
        code: code, message: message, hint: hint, file: file,
        position: mark.map { PolicyPlaces.Position(line: $0.line, column: $0.column) })
    }
    switch error {
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      return problem(
        .keyTwice, "one mapping has \(keys.map(quoted).joined(separator: ", ")) twice",
        "keep one of them", context.mark)
    case YamlError.composer(_, let text, let mark, _) where text.contains("another document"):
      return problem(
        .severalDocuments, "the file holds more than one document", "write one file for each", mark)
    case YamlError.composer(_, _, let mark, _):
      return problem(
        .anchorRefused, "the file uses an alias", "write the value out where it is meant", mark)
    case YamlError.scanner(_, let text, let mark, _), YamlError.parser(_, let text, let mark, _):
      // The parser's texts are constants; they hold nothing of the file.
      return problem(
        .syntaxInvalid, "the file is not YAML here: \(text)", hint(text), mark)
    default:
      return problem(.syntaxInvalid, "the file is not YAML", "check indentation and quotes")
    }
  }
}
