import VaultPolicy

/// The policy in force and a candidate, compiled over one registry of names.
struct PolicyPair: Sendable {
  let old: CompiledPolicy
  let new: CompiledPolicy
  /// The names, leaves and groups, under which the two may answer differently.
  private let changed: Set<String>

  init(old: CompiledPolicy, new: CompiledPolicy) {
    self.old = old
    self.new = new
    let names = [old, new].flatMap { $0.policy.purposes.map(\.name) }
    let rules = (Rules(old.policy), Rules(new.policy))
    changed = Set(names.filter { rules.0.of($0) != rules.1.of($0) })
  }

  /// Whether the two may answer a request for the purpose differently.
  ///
  /// A name that neither declares is denied by both.
  func differ(on purpose: String) -> Bool { changed.contains(purpose) }

  /// The actors that either lets ask for a purpose.
  func actors(of purpose: String) -> [String] {
    let both = [old, new].flatMap { $0.terms(named: purpose)?.definition.actors ?? [] }
    return Set(both).sorted()
  }
}

/// What of a policy a decision depends on, purpose by purpose.
private struct Rules {
  private let purposes: [String: PurposeDefinition]
  private let special: Set<String>
  private let never: [NeverRule]

  init(_ policy: Policy) {
    purposes = Dictionary(uniqueKeysWithValues: policy.purposes.map { ($0.name, $0) })
    special = Set(
      policy.categories.filter { $0.isLeaf && $0.sensitivity == .special }.map(\.name))
    never = policy.never.map {
      var rule = $0
      rule.say = ""
      return rule
    }
  }

  struct OfPurpose: Hashable {
    let definition: PurposeDefinition
    let special: Set<String>
    let never: [NeverRule]
  }

  /// Without what is told to people, or matters only after a permission's end.
  func of(_ name: String) -> OfPurpose? {
    guard var definition = purposes[name] else { return nil }
    definition.title = ""
    definition.benefit = ""
    definition.citation = nil
    definition.obligations = []
    definition.notices = []
    definition.retention = .zero
    definition.assessment?.reference = ""
    definition.consent?.methods = []
    definition.consent?.renewNotice = nil
    return OfPurpose(
      definition: definition, special: special.intersection(definition.categories), never: never)
  }
}
