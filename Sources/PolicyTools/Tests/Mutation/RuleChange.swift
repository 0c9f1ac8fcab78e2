import VaultModel
import VaultPolicy

/// One changed `never` rule.
struct RuleChange: Hashable, Sendable {
  /// What happens to the rule.
  enum Kind: Hashable, Sendable {
    case dropRule
    /// Nil is the dimension of purposes, whose names are nodes.
    case drop(TestDimension?, String)
    case add(TestDimension?, String)
  }

  let kind: Kind
  let rule: NeverRule

  /// The changed rule; nil if it is gone.
  var changed: NeverRule? {
    switch kind {
    case .dropRule: nil
    case .drop(let dimension, let value):
      rule.with(rule.names(dimension).filter { $0 != value }, in: dimension)
    case .add(let dimension, let value):
      rule.with((rule.names(dimension) + [value]).sorted(), in: dimension)
    }
  }

  /// The dimension of which the changed rule says nothing any more, so that every value meets it.
  var isUnnamed: Bool {
    if case .drop(let dimension, _) = kind { rule.names(dimension).count == 1 } else { false }
  }

  /// What the change does, after "nothing notices that".
  var words: String {
    let name = "the rule `\(rule.id)`"
    func key(_ dimension: TestDimension?) -> String { dimension?.rawValue ?? "purposes" }
    return switch kind {
    case .dropRule: "\(name) is gone"
    case .drop(let dimension, let value): "\(name) loses `\(value)` from its \(key(dimension))"
    case .add(let dimension, let value): "\(name) gets `\(value)` into its \(key(dimension))"
    }
  }

  /// The test that would notice.
  var remedy: String {
    let lists = ([nil] + NeverTable.dimensions.map { Optional($0) }).compactMap { dimension in
      let names = rule.names(dimension)
      return names.isEmpty
        ? nil : "\(dimension?.rawValue ?? "purposes"): [\(names.joined(separator: ", "))]"
    }
    return "add to `only`: {never: \(rule.id), \(lists.joined(separator: ", "))}"
  }
}

extension NeverRule {
  /// The names that the rule lists in a dimension; nil is that of purposes.
  func names(_ dimension: TestDimension?) -> [String] {
    switch dimension {
    case nil: purposes
    case .actors: actors
    case .categories: categories
    case .recipients: recipients
    case .channels: channels
    case .operations: operations?.operations.map(\.rawValue) ?? []
    default: []
    }
  }

  fileprivate func with(_ names: [String], in dimension: TestDimension?) -> NeverRule {
    var changed = self
    switch dimension {
    case nil: changed.purposes = names
    case .actors: changed.actors = names
    case .categories: changed.categories = names
    case .recipients: changed.recipients = names
    case .channels: changed.channels = names
    case .operations:
      changed.operations =
        names.isEmpty ? nil : OperationSet(names.compactMap { Operation(rawValue: $0) })
    default: break
    }
    return changed
  }

  /// Every change of the rule: it goes, a name goes, or a value that it does not cover comes.
  func changes(in trial: Trial) -> [RuleChange] {
    var kinds: [RuleChange.Kind] = [.dropRule]
    for dimension in [nil] + NeverTable.dimensions.map({ Optional($0) }) {
      let own = names(dimension)
      guard !own.isEmpty else { continue }
      kinds += own.map { .drop(dimension, $0) }
      let declared =
        dimension.map { trial.values[$0] ?? [] } ?? trial.compiled.allTerms.map(\.definition.name)
      for value in declared
      where !own.contains(where: { DottedName.isAtOrBelow(value, $0) }) {
        kinds.append(.add(dimension, value))
      }
    }
    return kinds.map { RuleChange(kind: $0, rule: self) }
  }
}
