import ConsentVault
import VaultLedger
import VaultModel

/// A signed note or a proof as an answer: the text itself, or the file that it was written to.
enum NoteAnswer {
  /// Writes the text to `path` if there is one.
  ///
  /// - Parameters:
  ///   - text: the whole text, which ends in a newline.
  ///   - name: what it is, as a member of the answer.
  ///   - made: what was done, for people.
  ///   - head: the checkpoint in it.
  ///   - path: a new file; nil for standard output.
  /// - Returns: the answer; the text itself, to the byte, where there is no file.
  /// - Throws: `SecureFileError` if the file cannot be made.
  static func make(
    _ text: String, _ name: String, made: String, of head: Checkpoint, to path: String?
  ) throws -> Answer {
    let root = Base64.string(head.root.bytes)
    let members: [JSONValue.Member] = [
      .init("origin", .text(head.origin)), .init("size", .number(head.size)),
      .init("root", .text(root)), .init(name, .text(text)), .init("file", .text(path)),
    ]
    guard let path else {
      // As it is, so that a pipe gets the very bytes.
      return Answer(.object(members), [.verbatim(String(text.dropLast()))])
    }
    try NewFile.write(text, to: path)
    return .change(
      .object(members),
      [
        .sentence(made),
        .facts([
          .init("origin", head.origin), .init("size", "\(head.size)"), .init("root", root),
          .init("file", path),
        ]),
      ])
  }
}
