package import VaultModel

/// A policy compiled against a vault's registry: immutable tables that readers share without a
/// lock.
package final class CompiledPolicy: Sendable {
  package let policy: Policy
  package let places: PolicyPlaces
  /// SHA-256 of the canonical JSON form; taken by the door, so that the engine needs no
  /// cryptography.
  package let digest: Digest
  /// The number of this version in its vault, from 1.
  package let number: UInt32
  package let registry: Registry
  /// Purposes by registry number; nil where this version declares no leaf of that number.
  private let terms: [CompiledPurpose?]
  private let groups: NumberSet<PurposeKind>
  private let actors: NumberSet<ActorKind>
  private let recipients: NumberSet<RecipientKind>
  private let channels: NumberSet<ChannelKind>
  /// For every category number, the number itself and those of its parents, by dotted path.
  private let lineages: [NumberSet<CategoryKind>]
  /// For every declared category number, its declared leaves.
  private let leaves: [[CategoryNumber]]
  private let special: NumberSet<CategoryKind>

  /// Compiles a policy.
  ///
  /// - Parameters:
  ///   - policy: as it was read, with no problem left in it.
  ///   - places: where its terms stand in the file, for people.
  ///   - digest: SHA-256 of its canonical JSON form.
  ///   - number: the number of this version in its vault, from 1.
  ///   - registry: holds every name of the policy; others stay known as history.
  ///   - zone: the rules of an IANA zone, or nil where the machine has none.
  package init(
    _ policy: Policy, places: PolicyPlaces, digest: Digest, number: UInt32, registry: Registry,
    zone: (String) -> ZoneRules?
  ) {
    self.policy = policy
    self.places = places
    self.digest = digest
    self.number = number
    self.registry = registry
    let names = Names(registry)
    groups = names.set(policy.groups.map(\.name))
    actors = names.set(policy.actors.map(\.name))
    recipients = names.set(policy.recipients.map(\.name) + ["self"])
    channels = names.set(policy.channels)
    lineages = registry.names(.category).map { names.set(DottedName.lineage($0)) }
    special = names.set(
      policy.categories.filter { $0.isLeaf && $0.sensitivity == .special }.map(\.name))
    leaves = Self.leaves(policy, names)
    terms = Self.terms(policy, names, zone)
    allTerms = terms.compactMap { $0 }
  }

  /// The terms of a purpose leaf; nil if this version declares none of that number.
  package func terms(_ number: PurposeNumber) -> CompiledPurpose? {
    number.rawValue < terms.count ? terms[Int(number.rawValue)] : nil
  }

  /// The terms of a purpose leaf by name.
  package func terms(named name: String) -> CompiledPurpose? {
    registry.number(name, PurposeKind.self).flatMap(terms)
  }

  /// All purposes of this version.
  package let allTerms: [CompiledPurpose]

  /// A purpose node, leaf or group, that this version declares.
  package func purposeNode(_ name: String) -> PurposeNumber? {
    registry.number(name).flatMap { terms($0) != nil || groups.contains($0) ? $0 : nil }
  }

  package func isGroup(_ name: String) -> Bool {
    registry.number(name).map(groups.contains) ?? false
  }

  package func actor(_ name: String) -> ActorNumber? { declared(name, actors) }
  package func recipient(_ name: String) -> RecipientNumber? { declared(name, recipients) }
  package func channel(_ name: String) -> ChannelNumber? { declared(name, channels) }

  private func declared<Kind: RegisteredKind>(_ name: String, _ set: NumberSet<Kind>) -> Number<
    Kind
  >? {
    registry.number(name, Kind.self).flatMap { set.contains($0) ? $0 : nil }
  }

  /// The leaves that a category name stands for; nil if this version does not declare it.
  package func leaves(of category: String) -> [CategoryNumber]? {
    guard let number = registry.number(category, CategoryKind.self) else { return nil }
    let leaves = leaves[Int(number.rawValue)]
    return leaves.isEmpty ? nil : leaves
  }

  /// The leaves of several names, each once and in the order asked, and whether every name is declared.
  func leaves(of names: [String]) -> (leaves: [CategoryNumber], areKnown: Bool) {
    if names.count == 1 {
      // The table's own list: nearly every request names one category, and makes no new list so.
      let leaves = leaves(of: names[0])
      return (leaves ?? [], leaves != nil)
    }
    var seen: NumberSet<CategoryKind> = []
    var found: [CategoryNumber] = []
    var areKnown = true
    for name in names {
      guard let leaves = leaves(of: name) else {
        areKnown = false
        continue
      }
      for leaf in leaves where !seen.contains(leaf) {
        seen.insert(leaf)
        found.append(leaf)
      }
    }
    return (found, areKnown)
  }

  /// A category and the parents above it.
  package func lineage(of category: CategoryNumber) -> NumberSet<CategoryKind> {
    category.rawValue < lineages.count ? lineages[Int(category.rawValue)] : [category]
  }

  /// Whether data of the category is special (GDPR Article 9).
  package func isSpecial(_ category: CategoryNumber) -> Bool { special.contains(category) }

  private static func leaves(_ policy: Policy, _ names: Names) -> [[CategoryNumber]] {
    var result = [[CategoryNumber]](repeating: [], count: names.registry.names(.category).count)
    for leaf in policy.categories where leaf.isLeaf {
      guard let number = names.registry.number(leaf.name, CategoryKind.self) else { continue }
      for node in DottedName.lineage(leaf.name) {
        guard let node = names.registry.number(node, CategoryKind.self) else { continue }
        result[Int(node.rawValue)].append(number)
      }
    }
    return result
  }

  private static func terms(
    _ policy: Policy, _ names: Names, _ zone: (String) -> ZoneRules?
  ) -> [CompiledPurpose?] {
    var result = [CompiledPurpose?](repeating: nil, count: names.registry.names(.purpose).count)
    for purpose in policy.purposes {
      guard let number = names.registry.number(purpose.name, PurposeKind.self) else { continue }
      result[Int(number.rawValue)] = CompiledPurpose(
        number: number, definition: purpose,
        actors: names.set(purpose.actors), categories: names.set(purpose.categories),
        recipients: names.set(purpose.recipients), channels: names.set(purpose.channels),
        origins: names.set(purpose.origins.map(\.description)),
        lineage: names.set(DottedName.lineage(purpose.name)),
        nevers: policy.never.filter { $0.meets(purpose: purpose.name) }.map(names.never),
        quiet: purpose.contact?.quiet.map {
          CompiledPurpose.Quiet(
            window: QuietWindow(fromMinute: $0.fromMinute, untilMinute: $0.untilMinute),
            zone: zone($0.zone))
        })
    }
    return result
  }
}

extension NeverRule {
  fileprivate func meets(purpose name: String) -> Bool {
    purposes.isEmpty || purposes.contains { DottedName.isAtOrBelow(name, $0) }
  }
}

/// Turns names into sets of numbers while a policy is compiled.
private struct Names {
  let registry: Registry

  init(_ registry: Registry) { self.registry = registry }

  /// Names that the registry does not know are left out: a dimension then covers less, never more.
  func set<Kind: RegisteredKind>(_ names: some Sequence<String>) -> NumberSet<Kind> {
    NumberSet(names.compactMap { registry.number($0, Kind.self) })
  }

  func never(_ rule: NeverRule) -> NeverTerms {
    func named<Kind: RegisteredKind>(_ names: [String]) -> NumberSet<Kind>? {
      names.isEmpty ? nil : set(names)
    }
    return NeverTerms(
      id: rule.id, actors: named(rule.actors), categories: named(rule.categories),
      recipients: named(rule.recipients), channels: named(rule.channels),
      operations: rule.operations)
  }
}
