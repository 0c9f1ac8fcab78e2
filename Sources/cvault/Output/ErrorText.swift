import Glibc
import VaultModel
import VaultPolicy

/// Writes an error to standard error, for people or for programs.
enum ErrorText {
  /// Writes it; a standard error that is closed cannot be told to anybody.
  static func write(_ error: CommandError, as format: OutputFormat) {
    let bytes = format.isJSON ? json(error).encoded + [10] : Array(text(error).utf8)
    try? FileOutput.write(bytes, to: STDERR_FILENO)
  }

  /// `{"error":{"code","message","hint"}}`, and all problems of a file.
  static func json(_ error: CommandError) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("code", .text(error.code)), .init("message", .text(error.message)),
      .init("hint", .text(error.hint)),
    ]
    if !error.problems.isEmpty {
      members.append(.init("problems", .list(error.problems.map(json))))
    }
    return ["error": .object(members)]
  }

  /// One problem of a policy or another file.
  static func json(_ problem: PolicyProblem) -> JSONValue {
    [
      "code": .text(problem.code.rawValue), "message": .text(problem.message),
      "hint": .text(problem.hint), "place": .text(problem.place),
    ]
  }

  /// `cvault: message`, then `hint: …`; one such pair for each problem of a file.
  static func text(_ error: CommandError) -> String {
    guard error.problems.count > 1 else { return text(error.message, error.hint) }
    return error.problems.map { text("\($0.place): \($0.message)", $0.hint) }.joined()
  }

  private static func text(_ message: String, _ hint: String?) -> String {
    // Usage texts of the parser have several lines; each is made fit for a terminal by itself.
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
      .map { SafeText.line(String($0)) }.joined(separator: "\n")
    return "cvault: \(lines)\n" + (hint.map { "hint: \(SafeText.line($0))\n" } ?? "")
  }
}
