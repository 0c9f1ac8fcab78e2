import Glibc

/// Writes a file that is no secret, in the place of the one that may be there.
enum ReplacedFile {
  /// Writes the text beside it first, and gives it the name once it is on the disk: whoever reads finds
  /// the old file or the new one whole.
  ///
  /// - Throws: `CommandError` `INPUT_OUTPUT`; the old file is as it was then.
  static func write(_ text: String, to path: String) throws(CommandError) {
    let draft = "\(path).\(getpid())"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    let descriptor = unsafe open(draft, flags, 0o600)
    guard descriptor >= 0 else { throw unwritable(path) }
    // Whoever may read what it belongs to needs it too; the umask of this program is for secrets.
    var isWritten = fchmod(descriptor, 0o644) == 0
    isWritten = isWritten && (try? FileOutput.write(Array(text.utf8), to: descriptor)) != nil
    isWritten = isWritten && fsync(descriptor) == 0
    isWritten = close(descriptor) == 0 && isWritten
    guard isWritten, unsafe rename(draft, path) == 0 else {
      unsafe unlink(draft)
      throw unwritable(path)
    }
  }

  private static func unwritable(_ path: String) -> CommandError {
    CommandError(
      .inputOutput, "INPUT_OUTPUT", "`\(path)` cannot be written",
      hint: "check that the folder is there and may be written to")
  }
}
