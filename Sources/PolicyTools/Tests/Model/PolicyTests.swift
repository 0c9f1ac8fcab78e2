package import VaultPolicy

/// What a policy's author expects of it: the content of `tests.yaml`.
///
/// Every name in it is one that the policy declares; the reader of the file saw to that.
package struct PolicyTests: Hashable, Sendable {
  /// The file's name without its folders, for places.
  package var file: String
  package var cases: [TestCase]
  package var tables: [OnlyTable]
  package var rules: [NeverTable]
  package var special: SpecialTable?
  package var limits: [LongestTest]
  package var questions: [TestQuestion]

  package init(
    file: String, cases: [TestCase] = [], tables: [OnlyTable] = [], rules: [NeverTable] = [],
    special: SpecialTable? = nil, limits: [LongestTest] = [], questions: [TestQuestion] = []
  ) {
    self.file = file
    self.cases = cases
    self.tables = tables
    self.rules = rules
    self.special = special
    self.limits = limits
    self.questions = questions
  }
}

/// The name of one test and where it stands.
package struct TestTitle: Hashable, Sendable {
  /// As the author wrote it, or what the table is about.
  package var name: String
  package var position: PolicyPlaces.Position

  package init(_ name: String, at position: PolicyPlaces.Position) {
    self.name = name
    self.position = position
  }
}
