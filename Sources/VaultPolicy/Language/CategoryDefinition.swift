/// A kind of personal data: a node of the category tree.
package struct CategoryDefinition: Hashable, Sendable {
  /// The dotted path, such as `contact.email`.
  package var name: String
  /// What people read; nil for a parent.
  package var title: String?
  package var sensitivity: Sensitivity
  /// Whether data sits here; a parent stands for all leaves under it.
  package var isLeaf: Bool

  package init(
    name: String, title: String? = nil, sensitivity: Sensitivity = .normal, isLeaf: Bool = true
  ) {
    self.name = name
    self.title = title
    self.sensitivity = sensitivity
    self.isLeaf = isLeaf
  }
}

/// How much care a category needs.
package enum Sensitivity: String, Hashable, Sendable, CaseIterable {
  case normal
  case high
  /// Special-category data (GDPR Article 9): explicit consent, or a named condition.
  case special
}
