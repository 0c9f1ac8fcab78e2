import VaultModel

/// The rules of ``PolicyCheck`` in registry numbers, for trying out many changes of a policy that loads.
extension CompiledPolicy {
  /// A `never` rule in registry numbers.
  package func compiled(_ rule: NeverRule) -> NeverTerms {
    func named<Kind: RegisteredKind>(_ names: [String]) -> NumberSet<Kind>? {
      names.isEmpty ? nil : NumberSet(names.compactMap { registry.number($0, Kind.self) })
    }
    return NeverTerms(
      id: rule.id, actors: named(rule.actors), categories: named(rule.categories),
      recipients: named(rule.recipients), channels: named(rule.channels),
      operations: rule.operations)
  }

  /// Whether some request that the terms allow meets the rule, whose purposes meet the terms' own: what
  /// ``NeverRule/meets(_:)`` says.
  package func meets(_ rule: NeverTerms, _ terms: CompiledPurpose) -> Bool {
    func shares<Kind>(_ named: NumberSet<Kind>?, _ own: NumberSet<Kind>) -> Bool {
      named.map { !$0.isDisjoint(with: own) } ?? true
    }
    guard shares(rule.actors, terms.actors), shares(rule.recipients, terms.recipients),
      shares(rule.channels, terms.channels),
      rule.operations.map({ !$0.isDisjoint(with: terms.definition.operations) }) ?? true
    else { return false }
    guard let categories = rule.categories else { return true }
    return terms.categories.numbers.contains { !categories.isDisjoint(with: lineage(of: $0)) }
  }

  /// Whether a policy with these terms for a purpose, and otherwise as it is, would be refused.
  package func refuses(_ terms: CompiledPurpose) -> Bool {
    let definition = terms.definition
    if definition.actors.isEmpty || definition.categories.isEmpty || definition.origins.isEmpty
      || definition.operations.isEmpty
    {
      return true
    }
    if definition.contact != nil, definition.channels.isEmpty { return true }
    switch definition.basis {
    case .consent:
      guard let consent = definition.consent, consent.maxLifetime > .zero, !consent.methods.isEmpty
      else { return true }
    case .legalObligation: if definition.citation == nil { return true }
    case .legitimateInterest: if definition.assessment == nil { return true }
    case .contract, .vitalInterest: break
    }
    if definition.basis != .consent, definition.article9 == nil,
      terms.categories.numbers.contains(where: isSpecial)
    {
      return true
    }
    return terms.nevers.contains { meets($0, terms) }
  }
}
