/// Reads a file that the caller names, whole.
enum InputFile {
  /// The bytes of a regular file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - what: what it should be, for the message, such as `the checkpoint`.
  ///   - limit: the most bytes.
  ///   - tooLarge: the code of the error if it has more.
  /// - Returns: all of it.
  /// - Throws: `FILE_MISSING`, `INPUT_OUTPUT`, or that code.
  static func read(
    _ path: String, _ what: String, limit: Int, tooLarge: String = "FILE_TOO_LARGE"
  ) throws(CommandError) -> [UInt8] {
    do throws(FileInput.Failure) {
      return try FileInput.read(path, limit: limit)
    } catch {
      switch error {
      case .missing:
        throw CommandError(
          .notFound, "FILE_MISSING", "\(what) `\(path)` is not there", hint: "check the path")
      case .unreadable:
        throw CommandError(
          .inputOutput, "INPUT_OUTPUT", "\(what) `\(path)` cannot be read",
          hint: "check that it is a file that you may read")
      case .tooLarge:
        throw .usage(
          tooLarge, "\(what) `\(path)` has more than \(limit >> 20) MiB",
          hint: "check that it is the right file")
      }
    }
  }

  /// The text of a file in UTF-8.
  static func text(_ path: String, _ what: String, limit: Int) throws(CommandError) -> String {
    guard let text = String(validating: try read(path, what, limit: limit), as: UTF8.self) else {
      throw .usage(
        "ENCODING_INVALID", "\(what) `\(path)` is not text in UTF-8",
        hint: "check that it is the right file")
    }
    return text
  }
}
