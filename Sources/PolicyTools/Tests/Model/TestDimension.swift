import VaultModel
package import VaultPolicy

/// A list of a purpose's terms that a table of tests can hold against every declared value.
package enum TestDimension: String, Hashable, Sendable, CaseIterable {
  case actors, categories, recipients, channels, operations, origins, methods, notices
  case obligations

  /// Every value that the policy knows in the dimension, sorted, so that a complete table can ask each.
  ///
  /// Sharing is no value of its own: it comes with recipients.
  package func values(in policy: Policy) -> [String] {
    func named(_ own: (PurposeDefinition) -> [String]) -> [String] {
      Set(policy.purposes.flatMap(own)).sorted()
    }
    return switch self {
    case .actors: policy.actors.map(\.name)
    case .categories: policy.categories.filter(\.isLeaf).map(\.name)
    case .recipients: ["self"] + policy.recipients.map(\.name)
    case .channels: policy.channels
    case .operations: ["use", "profile", "combine"]
    case .origins:
      Set(
        ["volunteered", "observed", "inferred"]
          + policy.purposes.flatMap { $0.origins.map(\.description) }
      ).sorted()
    case .methods: ConsentMethod.allCases.map(\.rawValue)
    case .notices: named(\.notices)
    case .obligations: named(\.obligations)
    }
  }
}

extension PurposeDefinition {
  /// The names that the purpose lists in a dimension, without what is implied.
  package func values(_ dimension: TestDimension) -> [String] {
    switch dimension {
    case .actors: actors
    case .categories: categories
    case .recipients: recipients
    case .channels: channels
    case .operations: operations.subtracting(.share).operations.map(\.rawValue)
    case .origins: origins.map(\.description)
    case .methods: consent?.methods.map(\.rawValue) ?? []
    case .notices: notices
    case .obligations: obligations
    }
  }

  /// The same purpose with other names in a dimension, in the order of a compiled policy; sharing follows
  /// from the recipients.
  func with(_ names: [String], in dimension: TestDimension) -> PurposeDefinition {
    var changed = self
    let values = names.sorted()
    switch dimension {
    case .actors: changed.actors = values
    case .categories: changed.categories = values
    case .recipients:
      changed.recipients = values
      changed.operations.remove(.share)
      if values != ["self"] { changed.operations.insert(.share) }
    case .channels: changed.channels = values
    case .operations:
      changed.operations = OperationSet(values.compactMap { Operation(rawValue: $0) })
        .union(operations.intersection(.share))
    case .origins:
      let builtIn = [Origin.volunteered, .observed, .inferred]
      let origins = values.compactMap { Origin($0) }
      changed.origins =
        builtIn.filter(origins.contains) + origins.filter { !builtIn.contains($0) }
    case .methods:
      changed.consent?.methods = ConsentMethod.allCases.filter { values.contains($0.rawValue) }
    case .notices: changed.notices = values
    case .obligations: changed.obligations = values
    }
    return changed
  }
}
