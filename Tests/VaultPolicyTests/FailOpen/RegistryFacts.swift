import VaultModel
import VaultPolicy

extension Question {
  /// Gives names other numbers, as a registry that was edited would; a name may be new.
  fileprivate mutating func rename(_ kind: NameKind, _ names: [String: String]) throws {
    registry = try Registry(
      entries: registry.entries.map { entry in
        guard entry.kind == kind, let name = names[entry.name] else { return entry }
        return Registry.Entry(kind: kind, name: name, number: entry.number)
      })
  }
}

extension WrongFact {
  /// Numbers that mean something else than when they were written.
  static let registries =
    gone + swapped + [
      WrongFact("a registry that knows nothing", Question.letter) { $0.registry = Registry() },
      WrongFact("a registry of another policy", Question.letter) { question in
        question.registry = Registry()
        _ = try question.registry.register(RandomPolicy.older())
      },
      WrongFact("a registry in which every name came one later", Question.letter) { question in
        let builtIn = Registry().entries
        question.registry = try Registry(
          entries: builtIn
            + question.registry.entries.filter { !builtIn.contains($0) }.map {
              Registry.Entry(kind: $0.kind, name: $0.name, number: $0.number + 1)
            }
            + NameKind.allCases.map { kind in
              Registry.Entry(
                kind: kind, name: "first",
                number: UInt16(builtIn.count { $0.kind == kind }))
            })
      },
    ]

  private static let names: [(NameKind, String, String)] = [
    (.purpose, "mail.letter", "care.allergy"), (.category, "contact.email", "preference.size"),
    (.recipient, "mailer", "broker"), (.channel, "email", "post"),
  ]

  private static let gone = (names + [(.actor, "desk", "shop")]).map { kind, name, _ in
    WrongFact("a registry that lost the \(kind) \(name)", Question.letter) {
      try $0.rename(kind, [name: "gone"])
    }
  }

  private static let swapped = names.map { kind, name, other in
    WrongFact("a registry in which \(name) and \(other) changed places", Question.letter) {
      try $0.rename(kind, [name: other, other: name])
    }
  }
}
