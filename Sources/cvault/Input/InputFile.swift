/// A file that was named as an argument, read whole.
enum InputFile {
  /// The bytes of a file of at most `limit` bytes; `what` is what it is for, such as `receipt`.
  static func bytes(_ path: String, limit: Int, as what: String) throws(CommandError) -> [UInt8] {
    do throws(FileInput.Failure) {
      return try FileInput.read(path, limit: limit)
    } catch {
      switch error {
      case .missing:
        throw CommandError(.notFound, "FILE_MISSING", "there is no \(what) file `\(path)`")
      case .unreadable:
        throw CommandError(
          .inputOutput, "INPUT_OUTPUT", "the \(what) file `\(path)` cannot be read")
      case .tooLarge:
        throw .usage("TOO_LARGE", "the \(what) file `\(path)` is over \(limit >> 20) MiB")
      }
    }
  }
}
