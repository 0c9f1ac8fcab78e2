import PolicyFiles
import Testing
import VaultPolicy

/// A policy file with a list, a mapping or a text where another of the three belongs.
@Suite struct MistypedPolicyFiles {
  private func replacements(of document: Document) -> [Document] {
    let kinds: [Document.Value] = [
      .text("x"), .text(""), .list([]), .list([document]), .mapping([]),
    ]
    let own: [Document.Value]
    let inner: [Document]
    switch document.value {
    case .text, .number, .flag: (own, inner) = (Array(kinds[2...]), [])
    case .list(let items):
      own = kinds.filter { if case .list([]) = $0 { false } else { true } }
      inner = items.indices.flatMap { index in
        replacements(of: items[index]).map { item in
          var items = items
          items[index] = item
          return Document(.list(items), at: document.position)
        }
      }
    case .mapping(let entries):
      own = Array(kinds[..<4])
      inner = entries.indices.flatMap { index in
        replacements(of: entries[index].value).map { value in
          var entries = entries
          entries[index].value = value
          return Document(.mapping(entries), at: document.position)
        }
      }
    }
    return own.map { Document($0, at: document.position) } + inner
  }

  private func reads(_ document: Document) -> Bool {
    (try? Policy.reading(document, file: "policy.yaml") { _ in true }) != nil
  }

  @Test func noneIsRead() throws {
    let whole = try YAMLReader.read(smallPolicy, file: "policy.yaml")
    #expect(reads(whole))
    let documents = replacements(of: whole)
    print("\(documents.count) mistyped policy files")
    #expect(documents.count > 300)
    let read = documents.filter(reads)
    #expect(read == [])
  }
}
