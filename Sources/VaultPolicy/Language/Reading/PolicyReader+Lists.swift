import VaultModel

/// Lists of names and words.
extension PolicyReader {
  /// A list of declared names, each once; sorted.
  mutating func readNames(
    _ document: Document, of what: @autoclosure () -> String, among declared: Set<String>,
    code: PolicyProblem.Code
  ) -> [String] {
    readItems(document, of: what()) { reader, item, text in
      if declared.contains(text) { return text }
      reader.input.report(
        code, "\(what()) names \(quoted(text)), which is not declared",
        hint: reader.input.suggestion(for: text, among: declared) ?? "declare it, or leave it out",
        at: item.position)
      return nil
    }.inOrder
  }

  /// A list of operations, not empty.
  mutating func readOperations(_ document: Document, of what: @autoclosure () -> String)
    -> OperationSet
  {
    OperationSet(readWords(document, of: what(), Operation.self))
  }

  /// A list of words of a closed list, each once and not empty, in the order of the file.
  mutating func readWords<Word: RawRepresentable<String> & CaseIterable>(
    _ document: Document, of what: @autoclosure () -> String, _ type: Word.Type
  ) -> [Word] {
    refuseEmpty(document, of: what())
    return readItems(document, of: what()) { reader, item, _ in
      reader.input.word(item, of: "an item of \(what())", type)
    }
  }

  /// A list of origins, not empty, in a fixed order.
  mutating func readOrigins(_ document: Document, of what: @autoclosure () -> String) -> [Origin] {
    refuseEmpty(document, of: what())
    let origins = readItems(document, of: what()) { reader, item, _ in
      reader.input.origin(item, of: "an item of \(what())")
    }
    return origins.count < 2 || origins == Origin.implied
      ? origins : origins.sorted { ($0.rank, $0.description) < ($1.rank, $1.description) }
  }

  /// A list of well-formed names that are declared nowhere; sorted.
  mutating func readIDs(_ document: Document, of what: @autoclosure () -> String) -> [String] {
    readItems(document, of: what()) { reader, item, text in
      reader.checkID(text, of: "one of \(what())", at: item.position) ? text : nil
    }.inOrder
  }

  /// Notes a list without items, where leaving it out would mean something else than nothing.
  mutating func refuseEmpty(_ document: Document, of what: @autoclosure () -> String) {
    guard document.value == .list([]) else { return }
    input.report(
      .listEmpty, "\(what()) is an empty list", hint: "name something, or leave the key out",
      at: document.position)
  }

  /// The items that `item` makes of the texts of a list; an item that comes twice is a problem.
  private mutating func readItems<Item>(
    _ document: Document, of what: @autoclosure () -> String,
    _ item: (inout PolicyReader, Document, String) -> Item?
  ) -> [Item] {
    var seen = Seen()
    var result: [Item] = []
    for element in input.items(document, of: what()) {
      guard let text = input.text(element, of: "an item of \(what())") else { continue }
      guard seen.insert(text) else {
        input.report(
          .itemTwice, "\(what()) names \(quoted(text)) twice", hint: "keep one of them",
          at: element.position)
        continue
      }
      if let made = item(&self, element, text) { result.append(made) }
    }
    return result
  }
}

/// Texts that came before; as long as they come in order, as in the canonical form, none comes twice and
/// none is hashed.
private struct Seen {
  private var ordered: [String] = []
  private var unordered: Set<String>?

  /// Whether `text` is new.
  mutating func insert(_ text: String) -> Bool {
    if unordered == nil {
      if ordered.last.map({ $0 < text }) ?? true {
        ordered.append(text)
        return true
      }
      unordered = Set(ordered)
    }
    return unordered?.insert(text).inserted ?? false
  }
}

extension [String] {
  /// These names in order, each once.
  var inOrder: [String] {
    indices.dropFirst().allSatisfy { self[$0 - 1] < self[$0] } ? self : Set(self).sorted()
  }
}

extension Origin {
  /// The place in a fixed order of origins.
  fileprivate var rank: Int {
    switch self {
    case .volunteered: 0
    case .observed: 1
    case .inferred: 2
    case .thirdParty: 3
    }
  }
}
