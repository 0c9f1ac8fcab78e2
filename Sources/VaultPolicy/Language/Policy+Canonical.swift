import VaultModel

extension Policy {
  /// The one text of the policy: JSON in the shape of the language, with sorted keys, lists in a fixed
  /// order, defaults written out, and time spans in milliseconds.
  ///
  /// Its SHA-256 is the policy's digest, so it must never change for an old policy.
  package func canonicalJSON() -> String {
    String(decoding: canonicalBytes, as: UTF8.self)
  }

  /// ``canonicalJSON()`` in UTF-8.
  ///
  /// Keys are put in their order here where it is known, so that nothing is left to sort.
  var canonicalBytes: [UInt8] {
    JSONValue.members([
      "actors": .object(actors.map { .init($0.name, .text($0.title)) }),
      "categories": categoryTree(), "channels": .texts(channels),
      "controller": ["contact": .text(controller.contact), "name": .text(controller.name)],
      "default": "deny", "never": .list(never.map(\.canonical)), "policy": .text(name),
      "purposes": .object(purposeMembers()),
      "recipients": .object(
        recipients.map {
          .init($0.name, ["role": .text($0.role.rawValue), "title": .text($0.title)])
        }),
      "schema": .number(schema), "version": .text(version.text),
    ]).canonical
  }

  /// Reads the canonical text, and nothing else: a text that is not byte for byte what
  /// ``canonicalJSON()`` writes is refused, so no key can be missing, unknown or doubled.
  ///
  /// Time zones are not looked up: a zone that a machine lacks denies when it is needed.
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
    guard canonicalBytes == Array(text.utf8) else {
      throw PolicyFault([
        PolicyProblem(
          code: .notCanonical, message: "the compiled policy is not in its canonical form",
          hint: "compile it again", file: file, position: nil)
      ])
    }
  }

  /// Groups and purposes together: two lists that are each in order, and are mostly one after the other.
  private func purposeMembers() -> [JSONValue.Member] {
    (groups.map { JSONValue.Member($0.name, ["group": .flag(true), "title": .text($0.title)]) }
      + purposes.map { JSONValue.Member($0.name, $0.canonical) }).sorted { $0.key < $1.key }
  }

  /// The categories as a tree again.
  private func categoryTree() -> JSONValue {
    let byParent = Dictionary(grouping: categories) { category in
      DottedName.parent(of: category.name) ?? ""
    }
    func level(_ parent: String) -> JSONValue {
      .object(
        (byParent[parent] ?? []).map { category in
          let segment = category.name.split(separator: ".").last.map(String.init) ?? ""
          return .init(segment, category.isLeaf ? category.canonical : level(category.name))
        })
    }
    return level("")
  }
}

extension JSONValue {
  /// An object of the keys whose values are there.
  fileprivate static func members(_ pairs: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    var members: [Member] = []
    members.reserveCapacity(pairs.count)
    for (key, value) in pairs {
      if let value { members.append(Member(key, value)) }
    }
    return .object(members)
  }
}

extension CategoryDefinition {
  fileprivate var canonical: JSONValue {
    sensitivity == .normal
      ? .text(title ?? "")
      : ["sensitivity": .text(sensitivity.rawValue), "title": .text(title ?? "")]
  }
}

extension PurposeDefinition {
  fileprivate var canonical: JSONValue {
    .members([
      "actors": .texts(actors), "article9": article9.map { .text($0) },
      "assessment": assessment.map {
        ["reference": .text($0.reference), "review_by": .text($0.reviewBy.description)]
      },
      "basis": .text(basis.rawValue), "benefit": .text(benefit), "categories": .texts(categories),
      "channels": .texts(channels), "citation": citation.map { .text($0) },
      "consent": consent?.canonical, "contact": contact?.canonical,
      "notices": notices.isEmpty ? nil : .texts(notices), "obligations": .texts(obligations),
      "operations": operations.canonical, "origins": .texts(origins.map(\.description)),
      "recipients": .texts(recipients), "retention": .number(retention.milliseconds),
      "title": .text(title),
    ])
  }
}

extension ConsentTerms {
  fileprivate var canonical: JSONValue {
    .members([
      "max_lifetime": .number(maxLifetime.milliseconds),
      "methods": .texts(methods.map(\.rawValue)),
      "renew_notice": renewNotice.map { .number($0.milliseconds) },
    ])
  }
}

extension ContactRule {
  fileprivate var canonical: JSONValue {
    var cap: JSONValue?
    if let atMost, let per {
      cap = ["count": .number(atMost), "per": .number(per.milliseconds)]
    }
    return .members([
      "at_most": cap,
      "quiet": quiet.map {
        [
          "from": .number($0.fromMinute), "until": .number($0.untilMinute),
          "zone": .text($0.zone),
        ]
      },
    ])
  }
}

extension NeverRule {
  fileprivate var canonical: JSONValue {
    func named(_ names: [String]) -> JSONValue? { names.isEmpty ? nil : .texts(names) }
    return .members([
      "actors": named(actors), "categories": named(categories), "channels": named(channels),
      "id": .text(id), "operations": operations?.canonical, "purposes": named(purposes),
      "recipients": named(recipients), "say": .text(say),
    ])
  }
}

extension OperationSet {
  fileprivate var canonical: JSONValue { .texts(operations.map(\.rawValue)) }
}
