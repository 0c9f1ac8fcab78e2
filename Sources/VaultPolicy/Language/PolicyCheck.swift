import VaultModel

/// The rules that need the whole policy.
package enum PolicyCheck {
  /// The most of each kind.
  package enum Limit {
    /// Purposes and groups together.
    package static let purposes = 4096
    /// Leaves and parents together.
    package static let categories = 4096
    package static let actors = 4096
    package static let recipients = 1024
    package static let channels = 64
    package static let never = 4096
  }

  /// Everything that is wrong with the policy as a whole, in no particular order.
  package static func problems(in policy: Policy, places: PolicyPlaces) -> [PolicyProblem] {
    limits(policy, places) + parents(policy, places) + specialCategories(policy, places)
      + never(policy, places)
  }

  private static func problem(
    _ code: PolicyProblem.Code, _ message: String, hint: String, _ places: PolicyPlaces,
    _ paths: String...
  ) -> PolicyProblem {
    let position = paths.lazy.compactMap { places.positions[$0] }.first
    return PolicyProblem(
      code: code, message: message, hint: hint, file: places.file, position: position)
  }

  // MARK: Limits

  private static func limits(_ policy: Policy, _ places: PolicyPlaces) -> [PolicyProblem] {
    let counts = [
      ("purposes", policy.purposes.count + policy.groups.count, Limit.purposes),
      ("categories", policy.categories.count, Limit.categories),
      ("actors", policy.actors.count, Limit.actors),
      ("recipients", policy.recipients.count, Limit.recipients),
      ("channels", policy.channels.count, Limit.channels),
      ("never", policy.never.count, Limit.never),
    ]
    return counts.filter { $0.1 > $0.2 }.map { key, count, limit in
      problem(
        .limitExceeded, "`\(key)` has \(count) entries, and the limit is \(limit)",
        hint: "split the policy", places, key)
    }
  }

  // MARK: The purpose tree

  private static func parents(_ policy: Policy, _ places: PolicyPlaces) -> [PolicyProblem] {
    let groups = Set(policy.groups.map(\.name))
    let purposes = Set(policy.purposes.map(\.name))
    var problems: [PolicyProblem] = []
    for name in policy.purposes.map(\.name) + policy.groups.map(\.name) {
      guard let parent = DottedName.parent(of: name), !groups.contains(parent) else { continue }
      problems.append(
        purposes.contains(parent)
          ? problem(
            .parentNotGroup, "`\(name)` lies under `\(parent)`, which is a purpose and not a group",
            hint: "make `\(parent)` a group, or rename `\(name)`", places, "purposes.\(name)",
            "groups.\(name)")
          : problem(
            .parentMissing, "`\(name)` lies under `\(parent)`, which is not declared",
            hint: "add `\(parent): {group: true, title: …}`", places, "purposes.\(name)",
            "groups.\(name)"))
    }
    return problems
  }

  // MARK: Special categories (GDPR Article 9)

  private static func specialCategories(_ policy: Policy, _ places: PolicyPlaces)
    -> [PolicyProblem]
  {
    let special = Set(policy.categories.filter { $0.sensitivity == .special }.map(\.name))
    guard !special.isEmpty else { return [] }
    return policy.purposes.compactMap { purpose in
      guard purpose.basis != .consent, purpose.article9 == nil,
        let category = purpose.categories.first(where: special.contains)
      else { return nil }
      return problem(
        .specialWithoutCondition,
        "the purpose `\(purpose.name)` touches the special category `\(category)` "
          + "on the basis `\(purpose.basis.rawValue)`",
        hint: "add `article9: …`, the condition that allows it, or ask for consent", places,
        "purposes.\(purpose.name).categories", "purposes.\(purpose.name)")
    }
  }

  // MARK: Never rules

  private static func never(_ policy: Policy, _ places: PolicyPlaces) -> [PolicyProblem] {
    policy.never.flatMap { rule in
      if !rule.canMatch(in: policy) {
        return [
          problem(
            .neverIdle, "the `never` rule `\(rule.id)` matches nothing that could be asked for",
            hint: "name what it is to stop, or leave it out", places, "never.\(rule.id)")
        ]
      }
      return policy.purposes.filter(rule.meets).map { purpose in
        problem(
          .neverMet,
          "the purpose `\(purpose.name)` meets the `never` rule `\(rule.id)`: \(rule.say)",
          hint: "take out of `\(purpose.name)` what `\(rule.id)` names", places,
          "purposes.\(purpose.name)")
      }
    }
  }
}

extension NeverRule {
  /// Whether some request that the purpose allows would meet the rule: every dimension that the rule
  /// names meets the purpose's own.
  package func meets(_ purpose: PurposeDefinition) -> Bool {
    func shares(_ named: [String], _ own: [String]) -> Bool {
      named.isEmpty || named.contains(where: own.contains)
    }
    return
      (purposes.isEmpty
      || purposes.contains { DottedName.isAtOrBelow(purpose.name, $0) })
      && shares(actors, purpose.actors) && shares(recipients, purpose.recipients)
      && shares(channels, purpose.channels)
      && operations.map { !$0.isDisjoint(with: purpose.operations) } ?? true
      && (categories.isEmpty
        || purpose.categories.contains { leaf in
          categories.contains { DottedName.isAtOrBelow(leaf, $0) }
        })
  }

  /// Whether any request at all could meet the rule, were every declared purpose to allow everything.
  package func canMatch(in policy: Policy) -> Bool {
    // Sharing with oneself is no request.
    if operations == .share, recipients == ["self"] { return false }
    return
      (purposes.isEmpty
      || policy.purposes.contains { purpose in
        purposes.contains { DottedName.isAtOrBelow(purpose.name, $0) }
      })
      && (categories.isEmpty
        || policy.categories.contains { category in
          category.isLeaf && categories.contains { DottedName.isAtOrBelow(category.name, $0) }
        })
  }
}
