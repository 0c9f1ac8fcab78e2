import PolicyTools
import VaultModel
import VaultPolicy

extension PolicyAnswer {
  /// For programs; `asked` says what the question named.
  func value(_ asked: [JSONValue.Member]) -> JSONValue {
    .object(
      asked + [
        .init("purposes", .list(purposes.map(\.value))),
        .init(
          "never", .list(never.map { ["id": .text($0.id), "say": .text($0.say)] })),
      ])
  }

  /// For people: a paragraph for each purpose.
  var blocks: [TextBlock] {
    purposes.flatMap(\.blocks) + never.map { .sentence("never (\($0.id)): \($0.say)") }
  }
}

extension PurposeAnswer {
  fileprivate var value: JSONValue {
    let terms = purpose.terms.map { JSONValue.Member($0.key, .term($0.value)) }
    return .object(
      [
        .init("purpose", .text(purpose.name)), .init("actors", .texts(reach[.actor])),
        .init("categories", .texts(reach[.category])),
        .init("recipients", .texts(reach[.recipient])), .init("channels", reach.channels),
        .init("combinations", .number(reach.count)),
      ] + terms)
  }

  fileprivate var blocks: [TextBlock] {
    let lists: [(String, Reach.Dimension)] = [
      ("actors", .actor), ("categories", .category), ("recipients", .recipient),
      ("channels", .channel),
    ]
    // Title and benefit are told in the sentence above.
    let terms = purpose.terms.dropFirst(2).compactMap { term in
      term.value.map { TextBlock.Fact(term.key, JSONValue.term($0).words) }
    }
    return [
      .sentence("\(purpose.name): \(purpose.title). \(purpose.benefit)"),
      .facts(lists.map { .init($0.0, Reach.words(reach[$0.1])) } + terms),
    ]
  }
}

extension JSONValue {
  /// A text, or the texts of a list.
  fileprivate var words: String {
    text ?? items.compactMap(\.text).joined(separator: ", ")
  }
}
