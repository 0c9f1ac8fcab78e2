/// A party that data is given to; `self` is built in and never declared.
package struct RecipientDefinition: Hashable, Sendable {
  /// Whether the party acts for the controller (GDPR Article 4(8)) or for itself (Article 4(10)).
  package enum Role: String, Hashable, Sendable, CaseIterable {
    case processor
    case thirdParty = "third-party"
  }

  package var name: String
  package var title: String
  package var role: Role

  package init(name: String, title: String, role: Role) {
    self.name = name
    self.title = title
    self.role = role
  }
}

/// An application or role that asks for data.
package struct ActorDefinition: Hashable, Sendable {
  package var name: String
  package var title: String

  package init(name: String, title: String) {
    self.name = name
    self.title = title
  }
}

/// A purpose that gathers others: it can be denied, never granted.
package struct PurposeGroup: Hashable, Sendable {
  package var name: String
  package var title: String

  package init(name: String, title: String) {
    self.name = name
    self.title = title
  }
}
