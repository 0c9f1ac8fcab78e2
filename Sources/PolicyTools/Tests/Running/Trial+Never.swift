import VaultModel
import VaultPolicy

/// Complete tables of `never` rules and of special categories.
extension Trial {
  /// Whether a request that is in the middle of the rule's table, but for one value, meets the rule.
  ///
  /// No `value` asks about the middle itself; no `dimension` varies the purpose.
  func meets(_ table: NeverTable, _ value: String?, _ dimension: TestDimension?) -> Bool {
    func first(_ dimension: TestDimension) -> String? {
      table.lists[dimension]?.first
    }
    var request = Request(
      actor: first(.actors) ?? values[.actors]?.first ?? "",
      purpose: table.purposes?.first ?? compiled.allTerms.first?.definition.name ?? "",
      categories: [first(.categories) ?? values[.categories]?.first ?? ""],
      operation: first(.operations) ?? "use", recipient: first(.recipients) ?? "self",
      channel: first(.channels))
    if let value {
      switch dimension {
      case nil: request.purpose = value
      case .actors: request.actor = value
      case .categories: request.categories = [value]
      case .recipients: request.recipient = value
      case .channels: request.channel = value
      case .operations: request.operation = value
      default: break
      }
    }
    return decide(request, Facts(subject: .active, time: table.time)).nevers.contains(table.rule)
  }

  /// What is wrong with the table of a rule; nil if exactly the listed values meet the rule.
  func failure(of table: NeverTable) -> TestFailure? {
    guard meets(table, nil, nil) else {
      return TestFailure(
        expected: "NEVER:\(table.rule)", got: "the rule does not hold",
        nearest: compiled.places.place(of: "never.\(table.rule)").map { "see \($0)" })
    }
    var wrong: [String] = []
    let purposes = compiled.allTerms.map(\.definition.name)
    for purpose in purposes
    where meets(table, purpose, nil) != (table.purposes?.contains(purpose) ?? true) {
      wrong.append("purposes: \(quoted(purpose))")
    }
    for dimension in NeverTable.dimensions {
      for value in values[dimension] ?? []
      where meets(table, value, dimension) != (table.lists[dimension]?.contains(value) ?? true) {
        wrong.append("\(dimension.rawValue): \(quoted(value))")
      }
    }
    guard !wrong.isEmpty else { return nil }
    return TestFailure(
      expected: "the rule `\(table.rule)` to hold for exactly what is listed",
      got: "it is otherwise for \(wrong.prefix(10).joined(separator: ", "))",
      nearest: compiled.places.place(of: "never.\(table.rule)").map { "see \($0)" })
  }

  /// A purpose for which a special category needs an explicit consent: one that rests on consent, or on
  /// no condition of Article 9(2).
  func unconditional() -> CompiledPurpose? {
    compiled.allTerms.first { $0.basis == .consent }
      ?? compiled.allTerms.first { $0.definition.article9 == nil }
  }

  /// Whether a consent that is not explicit leaves the category shut; nil if no purpose can show it.
  func needsExplicitConsent(_ category: String, at time: Timestamp) -> Bool? {
    guard let terms = unconditional() else { return nil }
    let permission = everything(for: terms, from: time, method: .webForm)
    let request = Request(
      actor: terms.definition.actors.first ?? "", purpose: terms.definition.name,
      categories: [category], channel: terms.definition.channels.first)
    return decide(request, Facts(subject: .active, permissions: [permission], time: time))
      .reasons.contains(.explicitConsentRequired)
  }

  /// What is wrong with the table of special categories; nil if exactly the listed ones are special.
  func failure(of table: SpecialTable) -> TestFailure? {
    var special: [String] = []
    for category in values[.categories] ?? [] {
      guard let needs = needsExplicitConsent(category, at: table.time) else {
        return TestFailure(
          expected: "a purpose that rests on consent, to ask about special categories", got: "none")
      }
      if needs { special.append(category) }
    }
    guard special != table.categories.sorted() else { return nil }
    return TestFailure(
      expected: "only \(listedOrNothing(table.categories.sorted())) to need an explicit consent",
      got: listedOrNothing(special),
      nearest: compiled.places.place(of: "categories").map { "see \($0)" })
  }
}

extension NeverTable {
  /// What a rule can name besides purposes.
  static let dimensions: [TestDimension] = [
    .actors, .categories, .recipients, .channels, .operations,
  ]
}
