package import VaultModel

extension CompiledPolicy {
  /// The person's words that a denial rests on, latest first: of each category that a "no" is a reason
  /// against, the latest denial that touches it.
  package func standingDenials(
    against request: ResolvedRequest, _ facts: Facts, _ outcome: Outcome
  ) -> [Denial] {
    guard let terms = request.terms, terms.basis.yieldsToDenial else { return [] }
    let no: Reasons = [.deniedBySubject, .consentWithdrawn, .consentRefused]
    var denials: [Denial] = []
    for category in outcome.categories where !category.reasons.isDisjoint(with: no) {
      let point = request.point(category.number)
      guard let latest = latestDenial(touching: point, terms, facts.standing()),
        !denials.contains(latest)
      else { continue }
      denials.append(latest)
    }
    return denials.sorted { $0.eventTime > $1.eventTime }
  }
}
