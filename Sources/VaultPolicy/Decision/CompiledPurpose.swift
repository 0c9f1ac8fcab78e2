package import VaultModel

/// One row of the compiled policy: what a purpose permits, in registry numbers.
///
/// A class, so that a request can hold its row and a decision touches no reference count.
package final class CompiledPurpose: Sendable {
  package let number: PurposeNumber
  package let basis: Basis
  package let actors: NumberSet<ActorKind>
  package let categories: NumberSet<CategoryKind>
  package let operations: OperationSet
  package let recipients: NumberSet<RecipientKind>
  package let channels: NumberSet<ChannelKind>
  package let origins: NumberSet<OriginKind>
  /// The purpose itself and the groups above it: where a denial's node may stand.
  package let lineage: NumberSet<PurposeKind>
  /// The `never` rules whose purposes meet this one.
  package let nevers: [NeverTerms]
  /// The longest that a permission may last: unlimited for a ground, nothing for a consent whose longest
  /// lifetime is not declared.
  package let maxLifetime: TimeSpan
  /// The first instant at which the assessment of a legitimate interest is stale; nil for other bases.
  ///
  /// `review_by` holds through that UTC day.
  package let staleFrom: Timestamp?
  /// Whether it names a condition of GDPR Article 9(2), so that a ground may open special categories.
  package let namesArticle9: Bool
  /// Quiet hours; nil if the policy has none.
  package let quiet: Quiet?
  // Last, so that what every decision reads lies together in memory.
  package let definition: PurposeDefinition

  package init(
    number: PurposeNumber, definition: PurposeDefinition, actors: NumberSet<ActorKind>,
    categories: NumberSet<CategoryKind>, recipients: NumberSet<RecipientKind>,
    channels: NumberSet<ChannelKind>, origins: NumberSet<OriginKind>,
    lineage: NumberSet<PurposeKind>, nevers: [NeverTerms] = [], quiet: Quiet? = nil
  ) {
    self.number = number
    self.definition = definition
    basis = definition.basis
    self.actors = actors
    self.categories = categories
    operations = definition.operations
    self.recipients = recipients
    self.channels = channels
    self.origins = origins
    self.lineage = lineage
    self.nevers = nevers
    maxLifetime =
      basis == .consent ? definition.consent?.maxLifetime ?? .zero : .unlimited
    staleFrom = Self.staleFrom(definition)
    namesArticle9 = definition.article9 != nil
    self.quiet = quiet
  }

  /// The instant after the day of review; the first of all if a legitimate interest has no
  /// assessment.
  private static func staleFrom(_ purpose: PurposeDefinition) -> Timestamp? {
    guard purpose.basis == .legitimateInterest else { return nil }
    guard let assessment = purpose.assessment else { return .earliest }
    return assessment.reviewBy.start.advanced(by: .days(1)) ?? .latest
  }

  /// Whether the purpose rests on a legitimate interest whose assessment is overdue at `time`.
  package func isStale(at time: Timestamp) -> Bool {
    Checks.clock(self, at: time, isTrusted: true).contains(.assessmentStale)
  }

  /// Quiet hours with the rules of their zone.
  package struct Quiet: Sendable {
    package let window: QuietWindow?
    /// Nil if the machine has no data for the zone.
    package let zone: ZoneRules?

    /// Whether nobody may be contacted at `time`; always where window or zone is missing (fail closed).
    package func holds(at time: Timestamp) -> Bool {
      guard let window, let zone else { return true }
      return window.contains(time, in: zone)
    }
  }
}

/// A `never` rule in registry numbers; a dimension that is nil is not named.
package struct NeverTerms: Sendable {
  package let id: String
  package let actors: NumberSet<ActorKind>?
  package let categories: NumberSet<CategoryKind>?
  package let recipients: NumberSet<RecipientKind>?
  package let channels: NumberSet<ChannelKind>?
  package let operations: OperationSet?

  /// Whether the rule forbids a request for the category whose lineage is given; a category that
  /// nobody knows has the empty lineage.
  func forbids(_ request: TypedRequest, categoryLineage: NumberSet<CategoryKind>) -> Bool {
    Checks.forbids(
      actors: NamedWords(actors, request.actor),
      categories: NamedWords(categories, categoryLineage),
      recipients: NamedWords(recipients, request.recipient),
      channels: NamedWords(channels, request.channel),
      operations: NamedWords(operations, request.operations)) == 1
  }
}
