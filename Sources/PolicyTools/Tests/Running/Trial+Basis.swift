import VaultModel
import VaultPolicy

/// What a purpose rests on, as far as decisions show it.
extension Trial {
  /// Whether the purpose behaves as one of the basis does: which record opens it, whether a "no" that
  /// came later closes it, and whether what it covers outlives an erasure.
  func rests(_ terms: CompiledPurpose, on basis: Basis, at time: Timestamp) -> Bool {
    let kind: Permission.Kind = basis == .consent ? .consent : .ground
    let other: Permission.Kind = basis == .consent ? .ground : .consent
    return opens(kind, terms, at: time) && !opens(other, terms, at: time)
      && opens(kind, terms, at: time, afterDenial: true) == !basis.yieldsToDenial
      && terms.basis.outlivesErasure == basis.outlivesErasure
  }

  private func opens(
    _ kind: Permission.Kind, _ terms: CompiledPurpose, at time: Timestamp,
    afterDenial: Bool = false
  ) -> Bool {
    let permission = everything(for: terms, from: time, until: .latest, kind: kind)
    let denial = Denial(
      id: Identifier(high: 1, low: 0), word: .withdrawn,
      scope: Denial.Scope(purpose: terms.number), eventTime: time, recordedTime: time)
    let standing = Standing(
      permissions: [permission], denials: afterDenial ? [denial] : [], time: time)
    let point = Point(category: terms.categories.numbers.first)
    // How long it may last is another question.
    return compiled.coverage(of: point, for: terms, in: standing, longest: .unlimited).isCovered
  }

  /// What is wrong with the basis that a table names; nil if nothing is.
  func failureOfBasis(_ table: OnlyTable) -> TestFailure? {
    guard let basis = table.basis, let terms = terms(named: table.purpose),
      !rests(terms, on: basis, at: table.time)
    else { return nil }
    return TestFailure(
      expected: "the basis `\(basis.rawValue)`", got: "`\(terms.basis.rawValue)`",
      nearest: place(of: table.purpose, "basis").map { "see \($0)" })
  }
}
