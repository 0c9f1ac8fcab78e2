import PolicyFiles
import Testing
import VaultPolicy

/// A policy file with a list, a mapping or a text where another of the three belongs.
@Suite struct MistypedPolicyFiles {
  /// The file with one element of another kind, and where that stands.
  private func replacements(of document: Document) -> [(place: String, file: Document)] {
    let kinds: [Document.Value] = [
      .text("x"), .text(""), .list([]), .list([document]), .mapping([]),
    ]
    var own = kinds
    var inner: [(place: String, file: Document)] = []
    switch document.value {
    case .text, .number, .flag: own.removeFirst(2)
    case .list(let items):
      own.remove(at: 2)
      for index in items.indices {
        for (place, item) in replacements(of: items[index]) {
          var items = items
          items[index] = item
          inner.append(("\(index).\(place)", Document(.list(items), at: document.position)))
        }
      }
    case .mapping(let entries):
      own.removeLast()
      for index in entries.indices {
        for (place, value) in replacements(of: entries[index].value) {
          var entries = entries
          entries[index].value = value
          let place = "\(entries[index].key).\(place)"
          inner.append((place, Document(.mapping(entries), at: document.position)))
        }
      }
    }
    let replaced = own.map { value in
      let kind: String =
        switch value {
        case .text(let text): "text `\(text)`"
        case .list(let items): "list of \(items.count)"
        case .mapping, .number, .flag: "mapping"
        }
      return (place: kind, file: Document(value, at: document.position))
    }
    return replaced + inner
  }

  private func reads(_ document: Document) -> Bool {
    (try? Policy.reading(document, file: "policy.yaml") { _ in true }) != nil
  }

  @Test func noneIsReadButACategoryOfATitleAlone() throws {
    let whole = try YAMLReader.read(smallPolicy, file: "policy.yaml")
    #expect(reads(whole))
    let files = replacements(of: whole)
    print("\(files.count) mistyped policy files")
    #expect(files.count > 300)
    let read = files.filter { reads($0.file) }.map(\.place)
    // A title alone is a category, too.
    #expect(read == ["categories.health.text `x`", "categories.health.allergy.text `x`"])
  }
}
