internal import Synchronization

/// The keyring's file, kept open to see what other processes write: it is rewritten in place, so the open
/// file stays the one.
package final class KeyringFile: Sendable {
  // A class, because a noncopyable value cannot be lent out of an optional.
  private final class Opened: Sendable {
    let file: SecureFile
    init(_ file: consuming SecureFile) { self.file = file }
  }

  private let path: String
  private let opened = Mutex<Opened?>(nil)

  /// A file that is opened when it is first asked: a new vault's is written last.
  package init(_ path: String) { self.path = path }

  /// Bytes before the end of the generation's number.
  private static let headSize = 36

  /// The highest generation that the head of either half names; 0 while there is no file.
  ///
  /// Nothing is proved by it but that it is worth reading the whole.
  package func generation() throws(KeyFileError) -> UInt64 {
    try withFile { (file) throws(SecureFileError) in
      var highest: UInt64 = 0
      for half in 0...1 {
        let head = try file.read(at: half * KeyringContent.halfSize, count: Self.headSize)
        highest = max(highest, KeyringContent.generation(inHead: head) ?? 0)
      }
      return highest
    } ?? 0
  }

  /// Both halves, and one byte more if the file is longer.
  func bytes() throws(KeyFileError) -> [UInt8] {
    try withFile { (file) throws(SecureFileError) in
      try file.read(at: 0, count: 2 * KeyringContent.halfSize + 1)
    } ?? []
  }

  private func withFile<R>(
    _ body: (borrowing SecureFile) throws(SecureFileError) -> R
  ) throws(KeyFileError) -> R? {
    do throws(SecureFileError) {
      let opened = try opened.withLock { (kept) throws(SecureFileError) in
        if let kept { return kept }
        let opened = Opened(try SecureFile.open(path))
        kept = opened
        return opened
      }
      return try body(opened.file)
    } catch {
      if error == .missing { return nil }
      throw .file(error)
    }
  }
}
