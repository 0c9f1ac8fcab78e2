package import VaultPolicy

/// What changes from one policy to another: exactly which combinations become permitted or denied by the policy's
/// part, and which terms change.
///
/// It is empty if, and only if, the two policies say the same.
package struct PolicyComparison: Hashable, Sendable {
  /// Combinations of one purpose that change together.
  package struct Shift: Hashable, Sendable {
    package let purpose: String
    /// Whether they become permitted; if not, they become denied.
    package let permits: Bool
    /// Where the names stand that came or went; nil if the whole purpose did.
    package let dimension: Reach.Dimension?
    package let reach: Reach

    /// How many combinations there are; those of different shifts do not overlap.
    package var count: Int { reach.count }
    /// The names that came or went.
    package var names: [String] { dimension.map { reach[$0] } ?? [] }
  }

  /// An element that came, went, or is spoken of differently.
  package struct Change: Hashable, Sendable {
    /// What happened to it.
    package enum Kind: String, Hashable, Sendable {
      case added
      case removed
      case changed
    }

    package let kind: Kind
    package let element: PolicyElement.Kind
    /// Empty for the policy itself.
    package let name: String
    /// The terms that differ; for an element that came or went, those that it has.
    package let terms: [TermChange]
  }

  /// A term before and after.
  package struct TermChange: Hashable, Sendable {
    package let key: String
    package let old: PolicyElement.Value?
    package let new: PolicyElement.Value?
  }

  /// By purpose; what becomes permitted before what becomes denied.
  package private(set) var shifts: [Shift] = []
  /// The policy's head, its declarations and `never` rules, then its purposes.
  package private(set) var changes: [Change] = []

  /// How many combinations become permitted.
  package var permitted: Int { count(permits: true) }
  /// How many combinations become denied.
  package var denied: Int { count(permits: false) }
  package var isEmpty: Bool { shifts.isEmpty && changes.isEmpty }

  /// Compares two policies that were checked whole.
  package init(from old: Policy, to new: Policy) {
    for (old, new) in zip(old.declarations, new.declarations) {
      for (old, new) in Self.paired(old, new, by: \.name) { compare(old, new) }
    }
    for (old, new) in Self.paired(old.purposes, new.purposes, by: \.name) where old != new {
      shift(old, new)
      compare(old.map { Self.element($0, beside: new) }, new.map { Self.element($0, beside: old) })
    }
  }

  private func count(permits: Bool) -> Int {
    shifts.reduce(0) { $1.permits == permits ? $0 + $1.count : $0 }
  }

  private mutating func shift(_ old: PurposeDefinition?, _ new: PurposeDefinition?) {
    guard let name = (new ?? old)?.name else { return }
    func add(_ reach: Reach, permits: Bool, _ dimension: Reach.Dimension?) {
      guard !reach.isEmpty else { return }
      shifts.append(
        Shift(purpose: name, permits: permits, dimension: dimension, reach: reach))
    }
    switch (old.map(Reach.init), new.map(Reach.init)) {
    case (let old?, let new?):
      for part in new.subtracting(old) { add(part.reach, permits: true, part.dimension) }
      for part in old.subtracting(new) { add(part.reach, permits: false, part.dimension) }
    case (nil, let new?): add(new, permits: true, nil)
    case (let old?, nil): add(old, permits: false, nil)
    case (nil, nil): break
    }
  }

  /// A purpose's terms; with its lists only where the combinations do not show how they differ: where there
  /// are none, or the same, because `share` is what recipients other than `self` need.
  private static func element(
    _ purpose: PurposeDefinition, beside other: PurposeDefinition?
  ) -> PolicyElement {
    let (own, others) = (Reach(purpose), other.map(Reach.init))
    let showsLists = own.isEmpty || others.map { $0.isEmpty || $0 == own } ?? false
    return PolicyElement(
      kind: .purpose, name: purpose.name,
      terms: purpose.terms + (showsLists ? purpose.lists : []))
  }

  private mutating func compare(_ old: PolicyElement?, _ new: PolicyElement?) {
    guard let element = new ?? old else { return }
    // Elements of one kind have the same keys in the same order; one that is not there has no values.
    let terms = element.terms.indices.compactMap { index -> TermChange? in
      let (before, after) = (old?.terms[index].value, new?.terms[index].value)
      return before == after
        ? nil : TermChange(key: element.terms[index].key, old: before, new: after)
    }
    guard old == nil || new == nil || !terms.isEmpty else { return }
    changes.append(
      Change(
        kind: old == nil ? .added : new == nil ? .removed : .changed, element: element.kind,
        name: element.name, terms: terms))
  }

  /// The elements of two lists, both sorted by name, with those of the same name side by side.
  private static func paired<Element>(
    _ old: [Element], _ new: [Element], by name: (Element) -> String
  ) -> [(Element?, Element?)] {
    var pairs: [(Element?, Element?)] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if j == new.count || i < old.count && name(old[i]) < name(new[j]) {
        pairs.append((old[i], nil))
        i += 1
      } else if i == old.count || name(new[j]) < name(old[i]) {
        pairs.append((nil, new[j]))
        j += 1
      } else {
        pairs.append((old[i], new[j]))
        i += 1
        j += 1
      }
    }
    return pairs
  }
}
