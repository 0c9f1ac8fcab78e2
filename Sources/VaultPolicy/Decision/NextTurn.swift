package import VaultModel

extension CompiledPolicy {
  /// The first instant after the facts' own at which time alone turns the answer to a request round, and the
  /// answer that it then is; nil if time alone never does.
  ///
  /// Nobody is contacted and nobody says anything meanwhile. A clock that is not trusted tells nothing.
  package func nextTurn(
    of request: ResolvedRequest, _ facts: Facts
  ) -> (time: Timestamp, outcome: Outcome)? {
    guard let terms = request.terms, facts.clockIsTrusted else { return nil }
    let isPermit = decide(request, facts).isPermit
    // Between two of these instants what the permissions and the policy say stays the same.
    let edges =
      facts.permissions.filter { $0.purpose == terms.number }
      .flatMap { [$0.from, $0.until] } + [terms.staleFrom].compactMap(\.self)
    var instants = edges.filter { $0 > facts.time }
    if request.request.channel != nil {
      // A permit ends at the latest when the next quiet hours begin; a denial may end, between two edges,
      // where the contact rules first allow it.
      let starts = [facts.time] + instants
      instants +=
        isPermit
        ? [terms.nextQuiet(from: facts.time)].compactMap(\.self)
        : starts.compactMap { terms.nextContact(after: facts.contacts, from: $0) }
    }
    for instant in instants.sorted() where instant > facts.time {
      var later = facts
      later.time = instant
      let outcome = decide(request, later)
      if outcome.isPermit != isPermit { return (instant, outcome) }
    }
    return nil
  }
}
