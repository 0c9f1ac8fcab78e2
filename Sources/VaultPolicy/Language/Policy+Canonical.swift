import VaultModel

extension Policy {
  /// The one text of the policy: JSON in the shape of the language, with sorted keys, lists in a fixed
  /// order, defaults written out, and time spans in milliseconds.
  ///
  /// Its SHA-256 is the policy's digest, so it must never change for an old policy.
  package func canonicalJSON() -> String {
    Document.mapping([
      "schema": .number(Int64(schema)), "policy": .text(name), "version": .text(version.text),
      "controller": .mapping([
        "name": .text(controller.name), "contact": .text(controller.contact),
      ]),
      "default": .text("deny"), "categories": categoryTree(), "channels": .texts(channels),
      "recipients": .mapping(
        recipients.map {
          ($0.name, .mapping(["title": .text($0.title), "role": .text($0.role.rawValue)]))
        }),
      "actors": .mapping(actors.map { ($0.name, .text($0.title)) }),
      "purposes": .mapping(
        groups.map { ($0.name, .mapping(["group": .flag(true), "title": .text($0.title)])) }
          + purposes.map { ($0.name, $0.canonical) }),
      "never": .list(never.map(\.canonical)),
    ]).canonicalText
  }

  /// Reads the canonical text, and nothing else: a text that is not byte for byte what
  /// ``canonicalJSON()`` writes is refused, so no key can be missing, unknown or doubled.
  ///
  /// Time zones are not looked up: a zone that a machine lacks denies when it is needed (02).
  ///
  /// - Throws: Every problem at once.
  package init(canonicalJSON text: String, file: String = "policy.json") throws(PolicyFault) {
    let document: Document
    do throws(JSONParser.Failure) {
      document = try JSONParser.parse(text)
    } catch {
      throw PolicyFault([
        PolicyProblem(
          code: .syntaxInvalid, message: "the compiled policy is not JSON: \(error.message)",
          hint: "compile it again", file: file, position: error.position)
      ])
    }
    var reader = PolicyReader(file: file, form: .canonical, zoneExists: { _ in true })
    self = try reader.read(document)
    guard canonicalJSON().utf8.elementsEqual(text.utf8) else {
      throw PolicyFault([
        PolicyProblem(
          code: .notCanonical, message: "the compiled policy is not in its canonical form",
          hint: "compile it again", file: file, position: nil)
      ])
    }
  }

  /// The categories as a tree again.
  private func categoryTree() -> Document {
    let byParent = Dictionary(grouping: categories) { category in
      DottedName.lineage(category.name).dropFirst().first ?? ""
    }
    func level(_ parent: String) -> Document {
      .mapping(
        (byParent[parent] ?? []).map { category in
          let segment = category.name.split(separator: ".").last.map(String.init) ?? ""
          return (segment, category.isLeaf ? category.canonical : level(category.name))
        })
    }
    return level("")
  }
}

extension CategoryDefinition {
  fileprivate var canonical: Document {
    sensitivity == .normal
      ? .text(title ?? "")
      : .mapping(["title": .text(title ?? ""), "sensitivity": .text(sensitivity.rawValue)])
  }
}

extension PurposeDefinition {
  fileprivate var canonical: Document {
    .mapping([
      "title": .text(title), "benefit": .text(benefit), "basis": .text(basis.rawValue),
      "categories": .texts(categories), "operations": operations.canonical,
      "recipients": .texts(recipients), "channels": .texts(channels),
      "origins": .texts(origins.map(\.description)), "actors": .texts(actors),
      "citation": citation.map { .text($0) }, "article9": article9.map { .text($0) },
      "assessment": assessment.map {
        .mapping([
          "reference": .text($0.reference), "review_by": .text($0.reviewBy.description),
        ])
      },
      "consent": consent?.canonical, "contact": contact?.canonical,
      "retention": .number(retention.milliseconds), "obligations": .texts(obligations),
      "notices": notices.isEmpty ? nil : .texts(notices),
    ])
  }
}

extension ConsentTerms {
  fileprivate var canonical: Document {
    .mapping([
      "max_lifetime": .number(maxLifetime.milliseconds),
      "renew_notice": renewNotice.map { .number($0.milliseconds) },
      "methods": .texts(methods.map(\.rawValue)),
    ])
  }
}

extension ContactRule {
  fileprivate var canonical: Document {
    var cap: Document?
    if let atMost, let per {
      cap = .mapping(["count": .number(Int64(atMost)), "per": .number(per.milliseconds)])
    }
    return .mapping([
      "at_most": cap,
      "quiet": quiet.map {
        .mapping([
          "from": .number(Int64($0.fromMinute)), "until": .number(Int64($0.untilMinute)),
          "zone": .text($0.zone),
        ])
      },
    ])
  }
}

extension NeverRule {
  fileprivate var canonical: Document {
    func named(_ names: [String]) -> Document? { names.isEmpty ? nil : .texts(names) }
    return .mapping([
      "id": .text(id), "say": .text(say), "purposes": named(purposes),
      "categories": named(categories), "recipients": named(recipients),
      "channels": named(channels), "operations": operations?.canonical, "actors": named(actors),
    ])
  }
}

extension OperationSet {
  fileprivate var canonical: Document { .texts(operations.map(\.rawValue)) }
}
