import VaultModel
import VaultPolicy

/// Questions to the whole policy.
extension Trial {
  /// The names that one purpose contributes to the answer.
  func contribution(of terms: CompiledPurpose, to question: TestQuestion) -> [String] {
    let definition = terms.definition
    switch question.subject {
    case .who(let category):
      guard definition.categories.contains(category) else { return [] }
      return definition.actors.filter { opens(terms, $0, category, at: question.time) }
    case .what(let purpose, let actor):
      guard purpose == definition.name else { return [] }
      let actors = actor.map { [$0] } ?? definition.actors
      return definition.categories.filter { category in
        actors.contains { opens(terms, $0, category, at: question.time) }
      }
    }
  }

  private func opens(
    _ terms: CompiledPurpose, _ actor: String, _ category: String, at time: Timestamp
  ) -> Bool {
    let request = Request(
      actor: actor, purpose: terms.definition.name, categories: [category],
      operation: terms.definition.values(.operations).first ?? "use",
      channel: terms.definition.channels.first)
    return decide(
      request,
      Facts(subject: .active, permissions: [everything(for: terms, from: time)], time: time)
    ).isPermit
  }

  /// The complete answer, sorted.
  func answer(to question: TestQuestion) -> [String] {
    let names = compiled.allTerms.flatMap { terms in
      contribution(of: self.terms(named: terms.definition.name) ?? terms, to: question)
    }
    return Set(names).sorted()
  }

  /// What is wrong with an answer; nil if it is the policy's.
  func failure(of question: TestQuestion) -> TestFailure? {
    let answer = answer(to: question)
    guard answer != question.answer.sorted() else { return nil }
    let extra = answer.filter { !question.answer.contains($0) }
    let missing = question.answer.filter { !answer.contains($0) }
    return TestFailure(
      expected: listedOrNothing(question.answer.sorted()), got: listedOrNothing(answer),
      nearest: "more than expected: \(listedOrNothing(extra)); less: \(listedOrNothing(missing))")
  }
}
