internal import VaultCrypto
package import VaultModel

/// What whoever signs a policy vouches for: this content, these notices, under this name and version.
///
/// Its text is what a signed note holds (C2SP signed-note): a line that says what it is, the policy's
/// name, version and digest, and a line for each notice.
package struct PolicyStatement: Hashable, Sendable {
  /// A notice, and its text by its digest.
  package struct Notice: Hashable, Sendable {
    /// `ID.LANGUAGE`.
    package let name: String
    /// SHA-256 of the text's UTF-8 bytes.
    package let digest: Digest

    /// Takes the text for its digest.
    package init(id: String, language: String, text: String) {
      self.init(
        name: "\(id).\(language)", digest: SHA256.digest(of: Array(text.utf8)))
    }

    /// Puts the parts together.
    package init(name: String, digest: Digest) {
      self.name = name
      self.digest = digest
    }
  }

  /// The first line: no text that a key signs for something else begins with it.
  private static let title = "cvault/v1/signed-policy"
  private static let digestPrefix = "sha256:"

  /// The policy's name.
  package let name: String
  /// Its version, as it is written.
  package let version: String
  /// SHA-256 of its canonical form.
  package let digest: Digest
  /// INVARIANT: in the order of the UTF-8 bytes of their names, each once, so that a statement has one
  /// text.
  package let notices: [Notice]

  /// Puts the parts together; the notices in any order, each once.
  package init(name: String, version: String, digest: Digest, notices: [Notice]) {
    self.name = name
    self.version = version
    self.digest = digest
    self.notices = notices.sorted { Self.precedes($0.name, $1.name) }
  }

  /// Reads the text of a note; exactly what ``text`` writes.
  ///
  /// - Throws: ``NoteError/malformed``.
  package init(parsing text: String) throws(NoteError) {
    var lines = LineReader(Array(text.utf8))
    guard lines.take(Self.title), let name = Self.word(lines.field("policy")),
      let version = Self.word(lines.field("version")),
      let digest = Self.word(lines.field("digest")).flatMap(Self.digest)
    else { throw .malformed }
    var notices: [Notice] = []
    while let line = lines.field("notice") {
      let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      guard parts.count == 2, let name = Self.word(parts[0]),
        let digest = Self.word(parts[1]).flatMap(Self.digest),
        notices.last.map({ Self.precedes($0.name, name) }) ?? true
      else { throw .malformed }
      notices.append(Notice(name: name, digest: digest))
    }
    guard lines.isAtEnd else { throw .malformed }
    self.init(name: name, version: version, digest: digest, notices: notices)
  }

  /// The text that is signed.
  package var text: String {
    let head = "\(Self.title)\npolicy \(name)\nversion \(version)\ndigest \(Self.text(digest))\n"
    return notices.reduce(into: head) { $0 += "notice \($1.name) \(Self.text($1.digest))\n" }
  }

  private static func text(_ digest: Digest) -> String { "\(digestPrefix)\(digest)" }

  private static func digest(_ text: String) -> Digest? {
    guard text.hasPrefix(digestPrefix) else { return nil }
    let digits = text.dropFirst(digestPrefix.utf8.count)
    // One spelling: what is read is written the same way again.
    return Hexadecimal.bytes(digits).flatMap { Digest(bytes: $0) }
      .flatMap { "\($0)" == digits ? $0 : nil }
  }

  /// Text without spaces; nil for none.
  private static func word(_ bytes: ArraySlice<UInt8>?) -> String? {
    guard let bytes, !bytes.isEmpty, !bytes.contains(UInt8(ascii: " ")) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func precedes(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
  }
}
