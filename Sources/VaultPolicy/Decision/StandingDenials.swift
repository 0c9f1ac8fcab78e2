package import VaultModel

extension CompiledPolicy {
  /// The person's words that a denial rests on, latest first: of each category that a "no" is a reason
  /// against, the latest denial that touches it.
  package func standingDenials(
    against request: ResolvedRequest, _ facts: Facts, _ outcome: Outcome
  ) -> [Denial] {
    guard let typed = request.typed, typed.terms.basis.yieldsToDenial else { return [] }
    let no: Reasons = [.deniedBySubject, .consentWithdrawn, .consentRefused]
    var denials: [Denial] = []
    for category in outcome.categories where !category.reasons.isDisjoint(with: no) {
      let point = typed.point(category.number)
      let lineage = lineage(of: category.number)
      let touching = facts.denials.filter {
        $0.touches(point, purposeLineage: typed.terms.lineage, categoryLineage: lineage)
      }
      // As in `LatestDenial`: between two of one instant a withdrawal tells more.
      let latest = touching.max {
        ($0.eventTime, $1.word.rawValue) < ($1.eventTime, $0.word.rawValue)
      }
      guard let latest, !denials.contains(latest) else { continue }
      denials.append(latest)
    }
    return denials.sorted { $0.eventTime > $1.eventTime }
  }
}
