import VaultModel
import VaultPolicy

/// Complete tables of a purpose: every declared value is asked, for a person who said yes to everything.
extension Trial {
  /// What the policy says to one cell of a table.
  enum Cell {
    case may
    /// The engine's reasons; nil where a permission would not be recorded, or not told.
    case mayNot(Outcome?)

    var isAllowed: Bool { if case .may = self { true } else { false } }
  }

  /// The cell that all others differ from in one value: the first of everything that the table lists.
  func middle(of table: OnlyTable, _ terms: CompiledPurpose) -> Cell {
    cell(request(table, terms), table, terms, origins: [])
  }

  /// Asks about one value, everything else being allowed.
  func cell(
    _ value: String, _ dimension: TestDimension, of table: OnlyTable, _ terms: CompiledPurpose
  ) -> Cell {
    var request = request(table, terms)
    var origins: [String] = []
    switch dimension {
    case .actors: request.actor = value
    case .categories: request.categories = [value]
    case .recipients: request.recipient = value
    case .channels: request.channel = value
    case .operations: request.operation = value
    case .origins: origins = [value]
    case .methods:
      let methods = terms.definition.consent?.methods ?? []
      return methods.contains { $0.rawValue == value } ? .may : .mayNot(nil)
    case .notices:
      return terms.basis == .consent && terms.accepts(notice: value) ? .may : .mayNot(nil)
    case .obligations:
      return terms.definition.obligations.contains(value) ? .may : .mayNot(nil)
    }
    return cell(request, table, terms, origins: origins)
  }

  private func cell(
    _ request: Request, _ table: OnlyTable, _ terms: CompiledPurpose, origins: [String]
  ) -> Cell {
    var facts = Facts(
      subject: .active, permissions: [everything(for: terms, from: table.time)], time: table.time)
    for origin in origins {
      // An origin that no purpose uses has no number, and so no door.
      guard let number = compiled.registry.number(origin, OriginKind.self) else {
        return .mayNot(nil)
      }
      for category in compiled.leaves(of: request.categories[0]) ?? [] {
        facts.origins[category] = [number]
      }
    }
    let outcome = decide(request, facts)
    return outcome.isPermit ? .may : .mayNot(outcome)
  }

  private func request(_ table: OnlyTable, _ terms: CompiledPurpose) -> Request {
    func first(_ dimension: TestDimension) -> String? {
      let own = terms.definition.values(dimension)
      guard let listed = table.lists[dimension] else { return own.first }
      // A value that should not be listed fails its own dimension, and no other.
      return listed.first(where: own.contains) ?? listed.first
    }
    return Request(
      actor: first(.actors) ?? "", purpose: table.purpose,
      categories: [first(.categories) ?? ""], operation: first(.operations) ?? "use",
      channel: first(.channels))
  }

  // MARK: In words

  /// What is wrong with one dimension of a table; nil if it is complete and right.
  func failure(of table: OnlyTable, in dimension: TestDimension) -> TestFailure? {
    guard let terms = terms(named: table.purpose), let listed = table.lists[dimension] else {
      return nil
    }
    if dimension.isDecided, case .mayNot(let outcome?) = middle(of: table, terms) {
      let request = request(table, terms)
      return failure(
        expected: "permit for \(request.summary)", outcome, purpose: table.purpose)
    }
    var (may, refused) = ([String](), [Decision.Reason]())
    for value in Set((values[dimension] ?? []) + listed).sorted() {
      switch cell(value, dimension, of: table, terms) {
      case .may: may.append(value)
      case .mayNot(let outcome):
        guard let outcome, listed.contains(value) else { continue }
        refused += outcome.told.codes(nevers: outcome.nevers).map {
          Decision.Reason(code: $0, place: compiled.places.place(ofReason: $0, for: table.purpose))
        }
      }
    }
    guard may != listed.sorted() else { return nil }
    let key = dimension == .methods ? "consent" : dimension.rawValue
    var failure = TestFailure(
      expected: "only \(listedOrNothing(listed.sorted()))", got: listedOrNothing(may))
    for reason in refused where !failure.reasons.contains(reason) { failure.reasons.append(reason) }
    failure.nearest = difference(listed, may, dimension)
    if failure.reasons.isEmpty, let place = place(of: table.purpose, key) {
      failure.nearest = [failure.nearest, "see \(place)"].compactMap { $0 }.joined(separator: "; ")
    }
    return failure
  }

  private func difference(
    _ listed: [String], _ may: [String], _ dimension: TestDimension
  ) -> String {
    let extra = may.filter { !listed.contains($0) }
    let missing = listed.filter { !may.contains($0) }
    let sentences = [
      extra.isEmpty ? nil : "the policy has \(listedOrNothing(extra)) besides",
      missing.isEmpty ? nil : "it does not have \(listedOrNothing(missing))",
    ]
    return sentences.compactMap { $0 }.joined(separator: ", and ")
  }

  /// Where a key of a purpose stands.
  func place(of purpose: String, _ key: String) -> String? {
    compiled.places.place(of: "purposes.\(purpose).\(key)")
      ?? compiled.places.place(of: "purposes.\(purpose)")
  }
}

extension TestDimension {
  /// Whether a request names a value of it, so that the engine decides.
  var isDecided: Bool {
    switch self {
    case .methods, .notices, .obligations: false
    default: true
    }
  }
}

extension Request {
  /// The request in a few words.
  fileprivate var summary: String {
    let channel = channel.map { ", channel `\($0)`" } ?? ""
    return "actor `\(actor)`, \(listed(categories)), operation `\(operation)`\(channel)"
  }
}
