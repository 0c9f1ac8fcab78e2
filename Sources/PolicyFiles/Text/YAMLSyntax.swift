import VaultPolicy
import Yams

/// Says in our words what the YAML parser found wrong.
enum YAMLSyntax {
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
        .syntaxInvalid, "the file is not YAML here: \(text)", "check indentation and quotes", mark)
    default:
      return problem(.syntaxInvalid, "the file is not YAML", "check indentation and quotes")
    }
  }
}
