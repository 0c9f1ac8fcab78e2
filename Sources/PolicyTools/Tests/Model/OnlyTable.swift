package import VaultModel
import VaultPolicy

/// A complete table of one purpose: in each dimension that it lists, exactly these may, and every other
/// value that the policy declares may not.
package struct OnlyTable: Hashable, Sendable {
  package var title: TestTitle
  package var purpose: String
  package var time: Timestamp
  /// Categories are leaves.
  package var lists: [TestDimension: [String]]
  /// What the purpose must rest on, as far as decisions show it; nil is not asked.
  package var basis: Basis?

  package init(
    _ title: TestTitle, purpose: String, at time: Timestamp, lists: [TestDimension: [String]],
    basis: Basis? = nil
  ) {
    self.title = title
    self.purpose = purpose
    self.time = time
    self.lists = lists
    self.basis = basis
  }
}

/// A complete table of one `never` rule: in each dimension, exactly these values meet it.
package struct NeverTable: Hashable, Sendable {
  package var title: TestTitle
  package var rule: String
  package var time: Timestamp
  /// Purpose leaves; nil is every purpose.
  package var purposes: [String]?
  /// A dimension that is not listed must not matter to the rule; categories are leaves.
  package var lists: [TestDimension: [String]]

  package init(
    _ title: TestTitle, rule: String, at time: Timestamp, purposes: [String]?,
    lists: [TestDimension: [String]]
  ) {
    self.title = title
    self.rule = rule
    self.time = time
    self.purposes = purposes
    self.lists = lists
  }
}

/// The complete list of the leaves that need an explicit consent, or a condition of GDPR Article 9(2).
package struct SpecialTable: Hashable, Sendable {
  package var title: TestTitle
  package var time: Timestamp
  package var categories: [String]

  package init(_ title: TestTitle, at time: Timestamp, categories: [String]) {
    self.title = title
    self.time = time
    self.categories = categories
  }
}
