/// A policy that holds: every rule of the language was checked when it was made.
///
/// It is the compiled form. Parents in category lists are expanded to their leaves, defaults are
/// written out, and all lists are in a fixed order, so that equal policies are equal values however
/// their files were laid out.
package struct Policy: Hashable, Sendable {
  /// The only version of the language.
  package static let schema = 1

  /// Always ``schema``.
  package var schema: Int
  /// The policy's name; a vault keeps to one name for good.
  package var name: String
  package var version: PolicyVersion
  package var controller: Controller
  /// Every category, leaves and parents, sorted by name.
  package var categories: [CategoryDefinition]
  /// The channels, sorted.
  package var channels: [String]
  /// The recipients besides `self`, sorted by name.
  package var recipients: [RecipientDefinition]
  /// The actors, sorted by name.
  package var actors: [ActorDefinition]
  /// The purposes that only gather others, sorted by name.
  package var groups: [PurposeGroup]
  /// The purposes that can be granted and asked for, sorted by name.
  package var purposes: [PurposeDefinition]
  /// The rules that no purpose may meet, sorted by id.
  package var never: [NeverRule]

  package init(
    name: String, version: PolicyVersion, controller: Controller,
    categories: [CategoryDefinition], channels: [String] = [],
    recipients: [RecipientDefinition] = [], actors: [ActorDefinition],
    groups: [PurposeGroup] = [], purposes: [PurposeDefinition], never: [NeverRule] = []
  ) {
    self.schema = Self.schema
    self.name = name
    self.version = version
    self.controller = controller
    self.categories = categories
    self.channels = channels
    self.recipients = recipients
    self.actors = actors
    self.groups = groups
    self.purposes = purposes
    self.never = never
  }
}

/// Who answers for the vault (GDPR Article 4(7)).
package struct Controller: Hashable, Sendable {
  package var name: String
  /// How to reach them, as shown to subjects.
  package var contact: String

  package init(name: String, contact: String) {
    self.name = name
    self.contact = contact
  }
}
