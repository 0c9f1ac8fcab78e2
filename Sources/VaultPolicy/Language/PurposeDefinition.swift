package import VaultModel

/// Why data is used, and everything that the purpose may touch.
package struct PurposeDefinition: Hashable, Sendable {
  /// The dotted path, such as `marketing.newsletter`.
  package var name: String
  package var title: String
  /// What the subject gets out of it.
  package var benefit: String
  package var basis: Basis
  /// Leaf names, parents expanded, sorted.
  package var categories: [String]
  /// As listed, `use` if nothing is; `share` is implied by a recipient besides `self`.
  package var operations: OperationSet
  /// Always with `self`, sorted.
  package var recipients: [String]
  /// Sorted; empty means that no request may name a channel.
  package var channels: [String]
  /// As listed, volunteered and observed if nothing is.
  package var origins: [Origin]
  /// Sorted.
  package var actors: [String]
  /// The law; there if the basis is a legal obligation.
  package var citation: String?
  /// The condition of GDPR Article 9(2) on which a ground may open special categories.
  package var article9: String?
  /// There if, and only if, the basis is a legitimate interest.
  package var assessment: Assessment?
  /// There if, and only if, the basis is consent.
  package var consent: ConsentTerms?
  package var contact: ContactRule?
  /// How long values are kept after the permission's actual end.
  package var retention: TimeSpan
  /// What the user of the data must do, such as `unsubscribe-link`, sorted.
  package var obligations: [String]
  /// Ids of the notices that may be shown for it, sorted; empty means that any may.
  package var notices: [String]

  package init(
    name: String, title: String, benefit: String, basis: Basis, categories: [String],
    operations: OperationSet = .use, recipients: [String] = ["self"], channels: [String] = [],
    origins: [Origin] = Origin.implied, actors: [String], citation: String? = nil,
    article9: String? = nil, assessment: Assessment? = nil, consent: ConsentTerms? = nil,
    contact: ContactRule? = nil, retention: TimeSpan = .zero, obligations: [String] = [],
    notices: [String] = []
  ) {
    self.name = name
    self.title = title
    self.benefit = benefit
    self.basis = basis
    self.categories = categories
    self.operations = operations
    self.recipients = recipients
    self.channels = channels
    self.origins = origins
    self.actors = actors
    self.citation = citation
    self.article9 = article9
    self.assessment = assessment
    self.consent = consent
    self.contact = contact
    self.retention = retention
    self.obligations = obligations
    self.notices = notices
  }
}
