package import VaultModel

/// The private part of a leaf, before it is sealed: what only the holder of the log secret may read.
///
/// Never a value, never a bare hash of something that can be guessed.
package struct LeafDetail: Hashable, Sendable {
  /// Leaf categories, by name.
  package var categories: [String]
  /// The channel, by name.
  package var channel: String?
  /// The recipient, by name.
  package var recipient: String?
  /// The operation, by name.
  package var operation: String?
  /// The codes of the decision's reasons.
  package var reasons: [String]
  /// The permissions that were used, opened or closed.
  package var permissions: [Identifier]
  /// The denial that was recorded or that decided.
  package var denial: Identifier?
  /// The request that the caller named.
  package var request: Identifier?
  /// Who typed it, where that is not the actor.
  package var typist: String?
  /// When it happened, where that is not the time of the commit.
  package var eventTime: Timestamp?
  /// Until when it holds.
  package var until: Timestamp?
  /// The notice that was shown.
  package var notice: String?
  /// How consent was given.
  package var method: String?
  /// The values concerned.
  package var values: [LeafValue]
  /// Named counts, such as rows of a sweep.
  package var counts: [String: UInt64]
  /// A reason in words.
  package var text: String?
  /// The standing of each subject that the leaf changed, as it is afterwards.
  package var standings: [LeafStanding]
  /// Those whom data was given to and who must be told (GDPR Article 19), by name.
  package var recipients: [String]
  /// The grounds that an erasure left, each under a subject of its own.
  package var grounds: [LeafGround]

  /// Puts the parts together; whatever is left out is absent.
  package init(
    categories: [String] = [], channel: String? = nil, recipient: String? = nil,
    operation: String? = nil, reasons: [String] = [], permissions: [Identifier] = [],
    denial: Identifier? = nil, request: Identifier? = nil, typist: String? = nil,
    eventTime: Timestamp? = nil, until: Timestamp? = nil, notice: String? = nil,
    method: String? = nil, values: [LeafValue] = [], counts: [String: UInt64] = [:],
    text: String? = nil, standings: [LeafStanding] = [], recipients: [String] = [],
    grounds: [LeafGround] = []
  ) {
    self.categories = categories
    self.channel = channel
    self.recipient = recipient
    self.operation = operation
    self.reasons = reasons
    self.permissions = permissions
    self.denial = denial
    self.request = request
    self.typist = typist
    self.eventTime = eventTime
    self.until = until
    self.notice = notice
    self.method = method
    self.values = values
    self.counts = counts
    self.text = text
    self.standings = standings
    self.recipients = recipients
    self.grounds = grounds
  }
}
