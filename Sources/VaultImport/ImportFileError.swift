/// Why an input, or the file of its rejected rows, cannot be used at all.
///
/// The text names lines and positions, never what stands there: a file without a header row would
/// otherwise put a person's data into an error.
package struct ImportFileError: Error, Sendable {
  /// The stable code.
  package let code: ImportCode
  /// The physical line of the input, from 1, where one is to blame.
  package let line: Int?
  /// The `errno` of the system call that failed, if one did.
  package let systemError: Int32?
  /// One sentence, lower case, without personal data.
  package let message: String
  /// What to do next.
  package let hint: String?

  init(
    _ code: ImportCode, line: Int? = nil, systemError: Int32? = nil, _ message: String,
    hint: String? = nil
  ) {
    self.code = code
    self.line = line
    self.systemError = systemError
    self.message = message
    self.hint = hint
  }
}

extension ImportFileError: Hashable {
  /// Errors are alike if their codes and lines are.
  package static func == (a: Self, b: Self) -> Bool { a.code == b.code && a.line == b.line }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(code)
    hasher.combine(line)
  }
}

extension ImportFileError: CustomStringConvertible {
  /// The message, with its line if it has one.
  package var description: String { line.map { "line \($0): \(message)" } ?? message }
}
