import VaultModel
package import VaultPolicy

/// Why a question about a policy has no answer: it names something that the policy does not declare.
package enum UnknownName: Error, Hashable, Sendable {
  /// Neither a leaf nor a parent of the category tree.
  case category(String, nearest: String?)
  /// Neither a purpose nor a group.
  case purpose(String, nearest: String?)
}

/// What a purpose permits for the categories that were asked about.
package struct PurposeAnswer: Hashable, Sendable {
  package let purpose: PurposeDefinition
  /// The combinations that the policy's part permits; its categories are those asked about.
  package let reach: Reach
}

/// Who may touch a category, or what a purpose may touch.
package struct PolicyAnswer: Hashable, Sendable {
  /// Sorted by name.
  package let purposes: [PurposeAnswer]
  /// The `never` rules that speak of what was asked about, sorted by id.
  package let never: [NeverRule]
}

extension Policy {
  /// Who may touch a category, for which purposes, on which basis, to which recipients, over which channels.
  ///
  /// A category that is a parent stands for its leaves, a purpose that is a group for the purposes below it.
  ///
  /// - Parameters:
  ///   - category: a leaf or a parent.
  ///   - purpose: a purpose or a group to look at; nil for all of them.
  /// - Returns: the purposes that permit at least one combination, and the `never` rules that name the category,
  ///   something above it or something below it.
  /// - Throws: ``UnknownName`` with the nearest name that is declared.
  package func who(
    mayTouch category: String, for purpose: String? = nil
  ) throws(UnknownName) -> PolicyAnswer {
    guard categories.contains(where: { $0.name == category }) else {
      throw .category(
        category, nearest: Spelling.nearest(to: category, among: categories.map(\.name)))
    }
    let asked = try purpose.map { name throws(UnknownName) in try purposes(at: name) } ?? purposes
    return PolicyAnswer(
      purposes: asked.compactMap { purpose in
        var reach = Reach(purpose)
        reach[.category] = reach[.category].filter { DottedName.isAtOrBelow($0, category) }
        return reach.isEmpty ? nil : PurposeAnswer(purpose: purpose, reach: reach)
      },
      never: never.filter { rule in rule.categories.contains { Self.meet($0, category) } })
  }

  /// Everything that a purpose may touch, with its terms; a group stands for the purposes below it.
  ///
  /// - Returns: also the `never` rules that name the purpose, something above it or something below it.
  /// - Throws: ``UnknownName`` with the nearest name that is declared.
  package func what(for purpose: String) throws(UnknownName) -> PolicyAnswer {
    PolicyAnswer(
      purposes: try purposes(at: purpose).map { PurposeAnswer(purpose: $0, reach: Reach($0)) },
      never: never.filter { rule in rule.purposes.contains { Self.meet($0, purpose) } })
  }

  /// The purpose of a name, or those below a group of that name.
  private func purposes(at name: String) throws(UnknownName) -> [PurposeDefinition] {
    let known = purposes.map(\.name) + groups.map(\.name)
    guard known.contains(name) else {
      throw .purpose(name, nearest: Spelling.nearest(to: name, among: known))
    }
    return purposes.filter { DottedName.isAtOrBelow($0.name, name) }
  }

  /// Whether one of two nodes of a tree lies at or below the other.
  private static func meet(_ a: String, _ b: String) -> Bool {
    DottedName.isAtOrBelow(a, b) || DottedName.isAtOrBelow(b, a)
  }
}
