/// Takes a document apart strictly, and collects everything that is wrong with it.
///
/// Nothing is thrown on the way: a problem is noted, an empty value stands in, and reading goes on, so
/// that all problems are told at once. INVARIANT: a result is used only if ``problems`` is empty.
package struct DocumentReader {
  /// The keys of one mapping whose keys are fixed.
  package struct Fields {
    /// Where the mapping, or the key that holds it, stands.
    package let position: PolicyPlaces.Position
    /// The keys that are there, each once, in the order of the file: so few that a search is fast.
    package let entries: [Document.Entry]

    /// The value of `key`, if the key is there.
    package subscript(key: String) -> Document? { entry(key)?.value }

    /// The key with its value, if it is there.
    package func entry(_ key: String) -> Document.Entry? { entries.first { $0.key == key } }
  }

  /// The longest text, in bytes of UTF-8.
  package static let longestText = 1024

  /// The file's name, for places.
  package let file: String
  /// Everything that is wrong so far, in the order of finding.
  package private(set) var problems: [PolicyProblem] = []
  /// How many more misspelt names are compared with the known ones, which is slow.
  private var suggestionsLeft = 64

  package init(file: String) { self.file = file }

  /// Notes a problem.
  package mutating func report(
    _ code: PolicyProblem.Code, _ message: String, hint: String? = nil,
    at position: PolicyPlaces.Position?
  ) {
    problems.append(
      PolicyProblem(code: code, message: message, hint: hint, file: file, position: position))
  }

  /// The fields of a mapping; a key that is not one of `keys` is a problem.
  package mutating func fields(
    _ document: Document, of what: @autoclosure () -> String, keys: [String],
    at position: PolicyPlaces.Position? = nil
  ) -> Fields {
    let entries = entries(document, of: what())
    let unknown = entries.filter { !keys.contains($0.key) }
    for entry in unknown {
      report(
        .keyUnknown, "\(what()) has no key \(quoted(entry.key))",
        hint: suggestion(for: entry.key, among: keys) ?? "the keys are \(listed(keys))",
        at: entry.position)
    }
    return Fields(
      position: position ?? document.position,
      entries: unknown.isEmpty ? entries : entries.filter { keys.contains($0.key) })
  }

  /// The value of a key that must be there; `example` is what to write if it is not.
  package mutating func required(
    _ key: String, in fields: Fields, of what: @autoclosure () -> String, example: String? = nil
  ) -> Document? {
    if let value = fields[key] { return value }
    report(
      .keyMissing, "\(what()) has no `\(key)`", hint: "add `\(example ?? "\(key): …")`",
      at: fields.position)
    return nil
  }

  /// The entries of a mapping whose keys are free, each key once.
  package mutating func entries(_ document: Document, of what: @autoclosure () -> String)
    -> [Document.Entry]
  {
    guard case .mapping(let entries) = document.value else {
      report(
        .wrongShape, "\(what()) is not a mapping", hint: "write `key: value` pairs",
        at: document.position)
      return []
    }
    // In order, as they are in the canonical form, no two are the same.
    if entries.indices.dropFirst().allSatisfy({ entries[$0 - 1].key < entries[$0].key }) {
      return entries
    }
    var seen: Set<String> = []
    return entries.filter { entry in
      if seen.insert(entry.key).inserted { return true }
      report(
        .keyTwice, "\(what()) has the key \(quoted(entry.key)) twice", hint: "keep one of them",
        at: entry.position)
      return false
    }
  }

  /// The items of a list.
  package mutating func items(_ document: Document, of what: @autoclosure () -> String)
    -> [Document]
  {
    if case .list(let items) = document.value { return items }
    var example = "[a, b]"
    if case .text(let text) = document.value, !text.isEmpty { example = "[\(text)]" }
    report(
      .wrongShape, "\(what()) is not a list",
      hint: "write \(quoted(example)), or one `- a` on each line", at: document.position)
    return []
  }

  /// One line of text, not empty, without control characters, at most ``longestText`` bytes.
  package mutating func text(_ document: Document, of what: @autoclosure () -> String) -> String? {
    guard case .text(var text) = document.value else {
      report(
        .wrongShape, "\(what()) is not a text", hint: "write one line of text",
        at: document.position)
      return nil
    }
    // A folded YAML scalar ends with a line break that nobody means.
    if text.utf8.last == UInt8(ascii: "\n") { text.removeLast() }
    // What policies mostly hold: ASCII without controls that begins with a letter, a digit or a sign.
    if let first = text.utf8.first, first > 32, text.utf8.count <= Self.longestText,
      text.utf8.allSatisfy({ (32..<127).contains($0) })
    {
      return text
    }
    let fault: String? =
      if text.allSatisfy(\.isWhitespace) {
        "is empty"
      } else if text.utf8.count > Self.longestText {
        "is longer than \(Self.longestText) bytes"
      } else if text.unicodeScalars.contains(where: { !isPrintable($0) }) {
        "holds a line break or another control character"
      } else {
        nil
      }
    guard let fault else { return text }
    report(
      .textInvalid, "\(what()) \(fault)", hint: "write one line of text", at: document.position)
    return nil
  }

  /// A hint that names the known name nearest to a misspelt one.
  package mutating func suggestion(for name: String, among known: some Collection<String>)
    -> String?
  {
    guard suggestionsLeft > 0 else { return nil }
    suggestionsLeft -= 1
    return Spelling.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
  }
}
