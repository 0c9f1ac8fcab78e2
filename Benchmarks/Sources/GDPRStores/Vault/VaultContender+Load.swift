import ConsentVault
public import GDPRBench

extension VaultContender {
  /// Records the consents, then stores the values, then says the words that came after.
  public func load(_ population: Population) async throws {
    valueSize = population.valueSize
    subjects = try (0..<population.subjects).map { try SubjectID(Population.name(of: $0)) }
    let vault = vault
    try await together(population.consents) { [subjects] consent in
      try await Self.grant(subjects[consent.subject], consent, in: vault)
    } then: {
      consents[ConsentKey(subject: $0.subject, purpose: $0.purpose)] = $1
    }
    var values: [[NewValue]] = Array(repeating: [], count: population.subjects)
    for record in population.records { values[record.key.subject].append(newValue(record)) }
    let stored = values.indices.filter { !values[$0].isEmpty }
    try await together(stored) { [subjects, values] in
      try await vault.put(subjects[$0], values[$0])
    }
    try await together(population.consents.filter(\.isObjected)) { [subjects] in
      try await vault.withdraw(
        subjects[$0.subject], purpose: BenchPolicy.purposes[$0.purpose],
        scope: ScopeNames(recipients: [BenchPolicy.recipients[$0.recipient]]))
    }
    try await together(population.consents.filter(\.isWithdrawn)) { [subjects] in
      try await vault.withdraw(
        subjects[$0.subject], purpose: BenchPolicy.purposes[$0.purpose])
    }
    let over = population.consents.filter { $0.end == .atOnce && !$0.isWithdrawn }
    try await together(over) { [consents] in
      guard let id = consents[ConsentKey(subject: $0.subject, purpose: $0.purpose)] else { return }
      try await Self.endAtOnce(id, in: vault)
    }
    checkpoint = try await vault.checkpoint()
    try reopen()
  }

  /// Does something for many, up to 256 at once, so that they share commits.
  func together<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ body: @escaping @Sendable (Element) async throws -> Result,
    then: (Element, Result) -> Void = { _, _ in }
  ) async throws {
    try await withThrowingTaskGroup(of: (Element, Result).self) { group in
      for (index, element) in elements.enumerated() {
        if index >= 256, let (element, result) = try await group.next() { then(element, result) }
        group.addTask { (element, try await body(element)) }
      }
      for try await (element, result) in group { then(element, result) }
    }
  }

  @concurrent static func grant(
    _ subject: SubjectID, _ consent: GivenConsent, in vault: Vault
  ) async throws -> Identifier {
    let days: Int64 =
      switch consent.end {
      case .days(let days): Int64(days)
      case .atOnce: 100
      }
    let categories = BenchPolicy.categories.indices.filter(consent.covers)
    return try await vault.grant(
      subject,
      Grant(
        purpose: BenchPolicy.purposes[consent.purpose],
        scope: ScopeNames(
          categories: categories.map { BenchPolicy.categories[$0] },
          recipients: [BenchPolicy.recipients[consent.recipient]]),
        end: .after(.days(days)), notice: BenchPolicy.notice, method: BenchPolicy.method)
    ).id
  }

  static func endAtOnce(_ consent: Identifier, in vault: Vault) async throws {
    guard let moment = TimeSpan(milliseconds: 1) else { return }
    _ = try await vault.renew(
      consent, end: .after(moment), notice: BenchPolicy.notice, method: BenchPolicy.method)
  }

  func newValue(_ record: Record) -> NewValue {
    NewValue(
      category: BenchPolicy.categories[record.key.category],
      bytes: record.value(ofSize: valueSize), origin: record.isObserved ? .observed : .volunteered)
  }
}
