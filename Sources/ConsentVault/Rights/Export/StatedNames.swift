import VaultPolicy

/// What the names of a policy mean, in the words that it has for people.
public struct StatedNames: Hashable, Sendable {
  /// A purpose in words.
  public struct Purpose: Hashable, Sendable {
    /// What it is called.
    public let title: String
    /// What the person gets out of it.
    public let benefit: String
    /// The lawful ground that it rests on.
    public let basis: Basis
  }

  /// Purposes by name.
  public let purposes: [String: Purpose]
  /// The titles of groups of purposes by name.
  public let groups: [String: String]
  /// The titles of categories by name.
  public let categories: [String: String]
  /// The titles of actors by name.
  public let actors: [String: String]
  /// The titles of recipients by name; `self` is the controller.
  public let recipients: [String: String]

  init(_ policy: Policy) {
    purposes = Dictionary(
      policy.purposes.map {
        ($0.name, Purpose(title: $0.title, benefit: $0.benefit, basis: $0.basis))
      }, uniquingKeysWith: { first, _ in first })
    groups = Dictionary(
      policy.groups.map { ($0.name, $0.title) }, uniquingKeysWith: { first, _ in first })
    categories = Dictionary(
      policy.categories.compactMap { category in category.title.map { (category.name, $0) } },
      uniquingKeysWith: { first, _ in first })
    actors = Dictionary(
      policy.actors.map { ($0.name, $0.title) }, uniquingKeysWith: { first, _ in first })
    recipients = Dictionary(
      policy.recipients.map { ($0.name, $0.title) } + [("self", policy.controller.name)],
      uniquingKeysWith: { first, _ in first })
  }
}
