import VaultModel
package import VaultPolicy

/// One named thing of a policy, with what the policy says of it, for comparing and for telling.
package struct PolicyElement: Hashable, Sendable {
  /// What it is.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The policy itself: one element.
    case policy
    case category
    case channel
    case recipient
    case actor
    case group
    case purpose
    case never
  }

  /// One thing said of it.
  package struct Term: Hashable, Sendable {
    /// The key in the file, such as `retention`; with the key above it where there is one.
    package let key: String
    /// Nil where nothing is said; a list may be empty.
    package let value: Value?

    package init(_ key: String, _ value: Value?) {
      self.key = key
      self.value = value
    }
  }

  /// What a term says.
  package enum Value: Hashable, Sendable {
    case text(String)
    case list([String])
  }

  package let kind: Kind
  /// Empty for the policy itself.
  package let name: String
  /// In a fixed order, the same keys for every element of a kind.
  package let terms: [Term]
}

extension PolicyElement.Value {
  fileprivate static func span(_ span: TimeSpan) -> Self { .text(span.description) }

  fileprivate static func named(_ names: [String]) -> Self? { names.isEmpty ? nil : .list(names) }
}

extension PurposeDefinition {
  /// What the policy says of the purpose besides what it reaches.
  package var terms: [PolicyElement.Term] {
    [
      .init("title", .text(title)), .init("benefit", .text(benefit)),
      .init("basis", .text(basis.rawValue)),
      .init("operations", .list(operations.operations.map(\.rawValue))),
      .init("origins", .list(origins.map(\.description))),
      .init("citation", citation.map { .text($0) }), .init("article9", article9.map { .text($0) }),
      .init("assessment.reference", (assessment?.reference).map { .text($0) }),
      .init("assessment.review_by", (assessment?.reviewBy.description).map { .text($0) }),
      .init("consent.max_lifetime", (consent?.maxLifetime).map { .span($0) }),
      .init("consent.renew_notice", (consent?.renewNotice).map { .span($0) }),
      .init("consent.methods", (consent?.methods).map { .list($0.map(\.rawValue)) }),
      .init("contact.at_most", contact?.cap.map { .text($0) }),
      .init("contact.quiet", (contact?.quiet).map { .text($0.text) }),
      .init("retention", .span(retention)), .init("obligations", .named(obligations)),
      .init("notices", .named(notices)),
    ]
  }

  /// What the purpose reaches, as the policy lists it.
  package var lists: [PolicyElement.Term] {
    [
      .init("categories", .list(categories)), .init("recipients", .list(recipients)),
      .init("channels", .named(channels)), .init("actors", .list(actors)),
    ]
  }
}

extension ContactRule {
  /// As the policy writes it: `1 per 7d`.
  fileprivate var cap: String? {
    guard let atMost, let per else { return nil }
    return "\(atMost) per \(per)"
  }
}

extension QuietHours {
  /// As the policy writes it: `21:00-08:00 Europe/Berlin`.
  fileprivate var text: String {
    func clock(_ minute: Int) -> String {
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "\(two(minute / 60)):\(two(minute % 60))"
    }
    return "\(clock(fromMinute))-\(clock(untilMinute)) \(zone)"
  }
}

extension NeverRule {
  /// What the rule says and names.
  package var terms: [PolicyElement.Term] {
    [
      .init("say", .text(say)), .init("purposes", .named(purposes)),
      .init("categories", .named(categories)), .init("recipients", .named(recipients)),
      .init("channels", .named(channels)),
      .init("operations", operations.map { .list($0.operations.map(\.rawValue)) }),
      .init("actors", .named(actors)),
    ]
  }
}

extension Policy {
  /// Everything that the policy says besides its purposes, each kind sorted by name.
  var declarations: [[PolicyElement]] {
    [
      [
        PolicyElement(
          kind: .policy, name: "",
          terms: [
            .init("policy", .text(name)), .init("version", .text(version.text)),
            .init("controller.name", .text(controller.name)),
            .init("controller.contact", .text(controller.contact)),
          ])
      ],
      categories.map { category in
        PolicyElement(
          kind: .category, name: category.name,
          terms: [
            .init("title", category.title.map { .text($0) }),
            .init("sensitivity", category.isLeaf ? .text(category.sensitivity.rawValue) : nil),
          ])
      },
      channels.map { PolicyElement(kind: .channel, name: $0, terms: []) },
      recipients.map { recipient in
        PolicyElement(
          kind: .recipient, name: recipient.name,
          terms: [
            .init("title", .text(recipient.title)), .init("role", .text(recipient.role.rawValue)),
          ])
      },
      actors.map {
        PolicyElement(kind: .actor, name: $0.name, terms: [.init("title", .text($0.title))])
      },
      groups.map {
        PolicyElement(kind: .group, name: $0.name, terms: [.init("title", .text($0.title))])
      },
      never.map { PolicyElement(kind: .never, name: $0.id, terms: $0.terms) },
    ]
  }
}
