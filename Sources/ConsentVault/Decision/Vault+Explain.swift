import VaultPolicy
import VaultStore

extension Vault {
  /// Decides a request as ``check(_:_:)`` does, and explains the answer.
  ///
  /// - Parameters:
  ///   - subject: whose data would be asked for.
  ///   - request: who would ask for what, and why.
  /// - Returns: the decision with what it rests on, what stands against it, and when it changes by itself.
  /// - Throws: as ``check(_:_:)``.
  public func explain(
    _ subject: SubjectID, _ request: Request
  ) throws(VaultError) -> Explanation {
    try atTheDoor {
      try store.read { snapshot in
        let hearing = try hear(request, about: subject, in: snapshot)
        return try explanation(of: hearing, in: snapshot)
      }
    }
  }

  private func explanation(of hearing: Hearing, in snapshot: Snapshot) throws -> Explanation {
    var explanation = Explanation(
      request: hearing.inquiry.request, decision: decision(of: hearing))
    // What must not be told to the asker is not looked up at all.
    guard let terms = hearing.inquiry.terms,
      hearing.outcome.told.isDisjoint(with: [.actorUnknown, .actorNotPermitted])
    else { return explanation }
    explanation.title = terms.definition.title
    explanation.benefit = terms.definition.benefit
    explanation.concerned = hearing.concerned
    for rule in hearing.policy.policy.never where hearing.outcome.nevers.contains(rule.id) {
      explanation.rules["NEVER:\(rule.id)"] = rule.say
    }
    explanation.records = try records(of: hearing, in: snapshot)
    explanation.denials = hearing.policy.standingDenials(
      against: hearing.inquiry.resolved, hearing.facts, hearing.outcome
    ).map { SubjectReport.Denial($0, hearing.policy.registry) }
    if hearing.inquiry.request.channel != nil, terms.definition.contact != nil {
      let next = terms.nextContact(after: hearing.contacts, from: hearing.moment.time)
      explanation.nextContact = next
      explanation.isNeverContactable = next == nil
      if let next, let zone = terms.quiet?.zone, let name = terms.definition.contact?.quiet?.zone {
        explanation.nextContactLocal = "\(zone.localText(at: next)) \(name)"
      }
    }
    // The engine does not know what the key opens, and time does not change it.
    if !hearing.outcome.reasons.contains(.vaultLocked),
      let (time, outcome) = hearing.policy.nextTurn(of: hearing.inquiry.resolved, hearing.facts)
    {
      explanation.turn = Explanation.Turn(
        time: time, verdict: outcome.isPermit ? .permit : .deny,
        codes: outcome.isPermit
          ? []
          : outcome.told.codes(nevers: outcome.nevers).filter {
            !explanation.decision.codes.contains($0)
          })
    }
    return explanation
  }

  private func records(
    of hearing: Hearing, in snapshot: Snapshot
  ) throws -> [Explanation.Record] {
    try hearing.permissions.enumerated().filter { $0.element.permission.state != .requested }
      .sorted {
        let (a, b) = ($0.element.permission, $1.element.permission)
        return (a.eventTime, a.sequence) > (b.eventTime, b.sequence)
      }
      .map { index, row in
        let view = try Consent(
          row.permission, hearing.policy, at: hearing.moment.time, in: snapshot)
        let isRunOut = view.state == PermissionState.expired.name
        return Explanation.Record(
          consent: view, given: row.permission.eventTime,
          changed: isRunOut ? row.permission.until : row.permission.changedTime,
          covers: hearing.covered(by: index))
      }
  }
}

extension Hearing {
  /// The categories asked for by each reason's code, as far as a reason is of categories.
  fileprivate var concerned: [String: [String]] {
    var concerned: [String: [String]] = [:]
    for category in outcome.categories {
      guard let name = policy.registry.name(category.number) else { continue }
      for code in category.reasons.codes(nevers: category.nevers) {
        concerned[code, default: []].append(name)
      }
    }
    return concerned.mapValues { $0.sorted() }
  }

  /// The categories of the answer that rest on a permission; none in a denial.
  fileprivate func covered(by index: Int) -> [String] {
    guard outcome.isPermit else { return [] }
    return outcome.categories
      .filter {
        $0.permission == index || $0.released.entries.contains { $0.permission == index }
      }
      .compactMap { policy.registry.name($0.number) }.sorted()
  }
}
