import VaultModel
import VaultPolicy

extension Trial {
  /// What the policy says to a case.
  enum Hearing {
    case refused(GrantRefusal)
    /// The grants are accepted, and nothing was asked.
    case accepted
    case decided(Outcome)
  }

  /// Records the grants of a case and asks its question.
  func hear(_ test: TestCase) -> Hearing {
    var permissions: [Permission] = []
    for grant in test.grants {
      do throws(GrantRefusal) {
        permissions.append(
          try permission(grant, at: test.time, order: permissions.count + 1))
      } catch {
        return .refused(error)
      }
    }
    guard let ask = test.ask else { return .accepted }
    let denials = denials(test.denials, against: &permissions)
    var facts = Facts(
      subject: test.subject, permissions: permissions, denials: denials, contacts: test.contacts,
      time: test.time)
    for (category, origins) in test.origins {
      guard let number = compiled.registry.number(category, CategoryKind.self) else { continue }
      facts.origins[number] = NumberSet(origins.compactMap { compiled.registry.number($0) })
    }
    return .decided(decide(ask, facts))
  }

  /// Whether the policy says what the case expects.
  func passes(_ test: TestCase) -> Bool { passes(test, hear(test)) }

  private func passes(_ test: TestCase, _ hearing: Hearing) -> Bool {
    switch (hearing, test.expectation) {
    case (.refused(let refusal), .refusal(let code)): refusal.code == code
    case (.accepted, .permit): true
    case (.decided(let outcome), .permit):
      outcome.isPermit && (test.withheld.map { $0 == withheld(outcome) } ?? true)
    case (.decided(let outcome), .codes(let reasons, let nevers)):
      !outcome.isPermit && outcome.told == reasons
        && (!reasons.contains(.never) || outcome.nevers.sorted() == nevers)
    default: false
    }
  }

  /// The categories of which something is not released, sorted.
  private func withheld(_ outcome: Outcome) -> [String] {
    outcome.categories.filter { !$0.reasons.isEmpty }
      .compactMap { compiled.registry.name($0.number) }.sorted()
  }

  /// What is wrong; nil if the policy says what the case expects.
  func failure(of test: TestCase) -> TestFailure? {
    let hearing = hear(test)
    guard !passes(test, hearing) else { return nil }
    var failure = TestFailure(expected: test.expectation.words, got: "")
    switch hearing {
    case .refused(let refusal):
      failure.got = "the grant is refused: \(refusal.code), \(refusal.what)"
    case .accepted: failure.got = "the grant is accepted"
    case .decided(let outcome):
      failure = self.failure(
        expected: failure.expected, outcome, purpose: test.ask?.purpose ?? "")
      if let expected = test.withheld, outcome.isPermit {
        failure.expected += ", withheld \(listedOrNothing(expected))"
        failure.got += ", withheld \(listedOrNothing(withheld(outcome)))"
      }
    }
    return failure
  }

  /// A failure that shows what was decided, why, and what the policy has instead.
  func failure(expected: String, _ outcome: Outcome, purpose: String) -> TestFailure {
    let codes = outcome.told.codes(nevers: outcome.nevers)
    let reasons = outcome.isPermit ? [] : codes
    return TestFailure(
      expected: expected,
      got: outcome.isPermit ? "permit" : codes.joined(separator: ", "),
      reasons: reasons.map { code in
        Decision.Reason(code: code, place: compiled.places.place(ofReason: code, for: purpose))
      },
      nearest: terms(named: purpose).flatMap { nearest(to: outcome.told, $0) })
  }

  /// What the purpose allows in the first dimension that it refused.
  private func nearest(to reasons: Reasons, _ terms: CompiledPurpose) -> String? {
    let dimensions: [(Reasons, TestDimension)] = [
      (.actorNotPermitted, .actors), (.categoryNotAllowed, .categories),
      (.recipientNotAllowed, .recipients), (.channelNotAllowed, .channels),
      (.channelRequired, .channels), (.operationNotAllowed, .operations),
      (.originNotAllowed, .origins),
    ]
    guard let found = dimensions.first(where: { reasons.contains($0.0) })?.1 else { return nil }
    let values = terms.definition.values(found)
    return "`\(terms.definition.name)` has the \(found.rawValue) \(listedOrNothing(values))"
  }
}

/// Names in backticks, or the word for none.
func listedOrNothing(_ names: some Collection<String>) -> String {
  names.isEmpty ? "nothing" : listed(names)
}

extension TestCase.Expectation {
  /// As the author wrote it.
  var words: String {
    switch self {
    case .permit: "permit"
    case .codes(let reasons, let nevers):
      reasons.codes(nevers: nevers).joined(separator: ", ")
    case .refusal(let code): code
    }
  }
}
