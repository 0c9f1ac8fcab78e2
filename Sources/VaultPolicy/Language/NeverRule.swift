package import VaultModel

/// What must never happen: a request that meets every dimension that the rule names is denied, and a
/// policy with a purpose that could make such a request does not load.
///
/// An empty list, or a nil set, is a dimension that the rule does not name. At least one is named.
package struct NeverRule: Hashable, Sendable {
  package var id: String
  /// The rule in one sentence.
  package var say: String
  /// Purpose nodes as written: a group stands for everything under it.
  package var purposes: [String]
  /// Category nodes as written: a parent stands for everything under it.
  package var categories: [String]
  package var recipients: [String]
  package var channels: [String]
  package var operations: OperationSet?
  package var actors: [String]

  package init(
    id: String, say: String, purposes: [String] = [], categories: [String] = [],
    recipients: [String] = [], channels: [String] = [], operations: OperationSet? = nil,
    actors: [String] = []
  ) {
    self.id = id
    self.say = say
    self.purposes = purposes
    self.categories = categories
    self.recipients = recipients
    self.channels = channels
    self.operations = operations
    self.actors = actors
  }
}
