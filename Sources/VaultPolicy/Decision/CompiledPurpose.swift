package import VaultModel

/// One row of the compiled policy: what a purpose permits, in registry numbers.
package struct CompiledPurpose: Sendable {
  package let number: PurposeNumber
  package let definition: PurposeDefinition
  package let actors: NumberSet<ActorKind>
  package let categories: NumberSet<CategoryKind>
  package let recipients: NumberSet<RecipientKind>
  package let channels: NumberSet<ChannelKind>
  package let origins: NumberSet<OriginKind>
  /// The purpose itself and the groups above it: where a denial's node may stand.
  package let lineage: NumberSet<PurposeKind>
  /// The `never` rules whose purposes meet this one.
  package let nevers: [NeverTerms]
  /// The first instant at which the assessment of a legitimate interest is stale; `review_by` holds
  /// through that UTC day.
  package let staleFrom: Timestamp?
  /// Quiet hours; nil if the policy has none.
  package let quiet: Quiet?

  /// Whether the purpose rests on a legitimate interest whose assessment is overdue at `time`.
  package func isStale(at time: Timestamp) -> Bool { staleFrom.map { time >= $0 } ?? false }

  package var basis: Basis { definition.basis }

  /// The longest that a permission may last: unlimited for a ground, nothing for a consent whose longest
  /// lifetime is not declared.
  package var maxLifetime: TimeSpan {
    basis == .consent ? definition.consent?.maxLifetime ?? .zero : .unlimited
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
  func forbids(_ request: ResolvedRequest, categoryLineage: NumberSet<CategoryKind>) -> Bool {
    if let categories, categories.isDisjoint(with: categoryLineage) { return false }
    if let actors, !(request.actor.map(actors.contains) ?? false) { return false }
    if let recipients, !(request.recipient.map(recipients.contains) ?? false) { return false }
    if let channels, !(request.channel.map(channels.contains) ?? false) { return false }
    if let operations, operations.isDisjoint(with: request.operations) { return false }
    return true
  }
}
