import ConsentVault
import Glibc

/// Standard input, which one thing of a command line may claim; a subject and the values behind it are
/// the one pair that may share it.
final class StandardInput {
  private var claimant: String?

  /// Takes standard input for a key or for anything else that reads it to its end.
  func claim(for name: String) throws(CommandError) {
    if let claimant, !(claimant == "SUBJECT" && name == "the values") {
      throw .usage(
        "INPUT_TWICE", "standard input is asked for twice: for \(claimant) and for \(name)",
        hint: "give one of them in another way")
    }
    claimant = name
  }

  private static let longestLine = 4 * SubjectID.longest + 2

  /// One line, without its line feed: a subject, which is not to stand in argv.
  func subjectLine() throws(CommandError) -> String {
    try claim(for: "SUBJECT")
    var line: [UInt8] = []
    // Byte by byte: what stands behind the line belongs to somebody else.
    while line.count < Self.longestLine {
      var byte: UInt8 = 0
      let got = unsafe read(STDIN_FILENO, &byte, 1)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw Self.unreadable }
      if got == 0 || byte == UInt8(ascii: "\n") { break }
      line.append(byte)
    }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard let text = String(validating: line, as: UTF8.self) else {
      throw .usage("SUBJECT_INVALID", "the subject id on standard input is not UTF-8")
    }
    return text
  }

  /// Everything up to the end.
  func all(for name: String, limit: Int) throws(CommandError) -> [UInt8] {
    try claim(for: name)
    do throws(FileInput.Failure) {
      return try FileInput.read(descriptor: STDIN_FILENO, limit: limit)
    } catch {
      guard error == .tooLarge else { throw Self.unreadable }
      throw .usage("INPUT_TOO_LARGE", "standard input holds more than \(limit >> 20) MiB")
    }
  }

  private static let unreadable = CommandError(
    .inputOutput, "INPUT_OUTPUT", "standard input cannot be read")
}
