package import VaultModel

/// What was decided about one category, or about the values of one origin that are stored in it.
package struct PointAnswer: Sendable {
  package let category: CategoryNumber
  /// Nil for the category as such.
  package let origin: OriginNumber?
  /// The index, among the facts' permissions, of the one that opens it; nil if none does.
  package fileprivate(set) var permission: Int?
  /// Why it is not released, or values of one of its origins are not.
  package fileprivate(set) var reasons: Reasons
}

/// The answer to a typed request.
package struct Verdict: Hashable, Sendable {
  package let isPermit: Bool
  /// Every reason, for the ledger.
  package let reasons: Reasons
  /// What the asker may be told.
  package let told: Reasons
}

extension CompiledPolicy {
  /// Decides a request: a pure function of the policy, the request and the facts.
  ///
  /// Every check runs and sets its bit, so the reasons are complete. Nothing permits by default: the
  /// answer is a permit only if no bit is set for the request and, in strict mode, for any category.
  /// Allocates nothing.
  ///
  /// `each` is told of every origin of which values may be released, and then of their category, in
  /// ascending order; what it is told counts for nothing unless the verdict is a permit.
  package func decide(
    _ request: TypedRequest, _ facts: Facts, telling each: (PointAnswer) -> Void = { _ in }
  ) -> Verdict {
    decide(request, over: request.categories.members, facts, telling: each)
  }

  /// Decides a request over its categories in a given order.
  func decide(
    _ request: TypedRequest, over categories: some Sequence<CategoryNumber>, _ facts: Facts,
    telling each: (PointAnswer) -> Void
  ) -> Verdict {
    let whole = wholePart(of: request, facts)
    var all = whole
    var releases = false
    for number in categories {
      var answer = categoryPart(number, of: request, facts, telling: each)
      if whole.contains(.categoryUnknown) {
        // An unknown name replaces the other codes of its dimension.
        answer.reasons.subtract([.categoryNotAllowed, .categoryNotConsented])
      }
      all.formUnion(answer.reasons)
      if answer.permission != nil { releases = true }
      each(answer)
    }
    let isPermit =
      switch request.mode {
      case .strict: all.isEmpty && !request.categories.isEmpty
      case .partial: whole.isEmpty && releases
      }
    // An actor without a right to ask is told that alone, so that nobody's record can be probed.
    let stranger = all.intersection([.actorUnknown, .actorNotPermitted])
    return Verdict(isPermit: isPermit, reasons: all, told: stranger.isEmpty ? all : stranger)
  }

  /// What is said against the request as a whole: by its names and the policy, by the subject's state, by
  /// time and earlier contacts.
  private func wholePart(of request: TypedRequest, _ facts: Facts) -> Reasons {
    var reasons = request.reasons
    if request.categories.isEmpty, forbids(request, nil) { reasons.insert(.never) }
    guard facts.subject.isKnown else {
      reasons.insert(facts.subject == .erased ? .subjectErased : .subjectUnknown)
      return reasons
    }
    if request.categories.isEmpty {
      // No name was known: dimensions besides the category are told all the same.
      reasons.formUnion(coverage(of: request.point(nil), for: request.terms, facts).reasons)
    }
    return reasons.union(circumstances(of: request, facts))
  }

  /// What policy, permissions and denials say about one category and its stored values.
  private func categoryPart(
    _ number: CategoryNumber, of request: TypedRequest, _ facts: Facts,
    telling each: (PointAnswer) -> Void
  ) -> PointAnswer {
    let terms = request.terms
    var reasons = Checks.data(of: terms, category: number)
    if forbids(request, number) { reasons.insert(.never) }
    var answer = PointAnswer(category: number, origin: nil, permission: nil, reasons: reasons)
    guard facts.subject.isKnown else { return answer }
    let isAllowed = reasons.isEmpty
    let whole = coverage(of: request.point(number), for: terms, facts)
    answer.reasons.formUnion(whole.reasons)
    let origins = facts.origins[number]
    guard !origins.isEmpty else {
      if isAllowed { answer.permission = whole.permission }
      return answer
    }
    for origin in origins.members {
      // Only of a category that is covered can a value's origin be missed.
      let value =
        whole.isCovered
        ? coverage(of: request.point(number, origin: origin), for: terms, facts) : whole
      let misses = Checks.data(of: terms, origin: origin)
      answer.reasons.formUnion(value.reasons.union(misses))
      guard isAllowed, misses.isEmpty, let permission = value.permission else { continue }
      answer.permission = answer.permission ?? permission
      each(PointAnswer(category: number, origin: origin, permission: permission, reasons: []))
    }
    return answer
  }

  private func coverage(
    of point: Point, for terms: CompiledPurpose, _ facts: Facts
  ) -> Coverage {
    coverage(
      of: point, for: terms, facts.permissions, facts.denials,
      restrictedSince: facts.restrictedSince, at: facts.time, longest: terms.maxLifetime)
  }

  /// Whether a `never` rule forbids the request for a category.
  private func forbids(_ request: TypedRequest, _ category: CategoryNumber?) -> Bool {
    guard !request.terms.nevers.isEmpty else { return false }
    let lineage = category.map(lineage(of:)) ?? []
    return request.terms.nevers.contains { $0.forbids(request, categoryLineage: lineage) }
  }

  /// The ids of the `never` rules that forbid the request for a category, or for one that nobody knows.
  func nevers(against request: TypedRequest, _ category: CategoryNumber?) -> [String] {
    let lineage = category.map(lineage(of:)) ?? []
    return request.terms.nevers.filter { $0.forbids(request, categoryLineage: lineage) }.map(\.id)
  }

  /// What time and earlier contacts say against the request as a whole.
  private func circumstances(of request: TypedRequest, _ facts: Facts) -> Reasons {
    let terms = request.terms
    var reasons = Checks.clock(terms, at: facts.time, isTrusted: facts.clockIsTrusted)
    guard request.namesChannel else { return reasons }
    if let quiet = terms.quiet, quiet.holds(at: facts.time) { reasons.insert(.quietHours) }
    if !terms.permitsContact(after: facts.contacts, at: facts.time) {
      reasons.insert(.contactTooSoon)
    }
    return reasons
  }
}

extension Facts.Subject {
  /// Whether there is a record to look at.
  fileprivate var isKnown: Bool {
    switch self {
    case .active, .restricted: true
    case .unknown, .erased: false
    }
  }
}

extension CompiledPurpose {
  /// Whether the cap has room at `time`: it opens again exactly its span after the oldest contact that
  /// still counts.
  package func permitsContact(after contacts: [Timestamp], at time: Timestamp) -> Bool {
    guard let rule = definition.contact, let cap = rule.atMost else { return true }
    let counted = contacts.count { contact in
      // A sum past the last instant never ends, so it still counts.
      contact.advanced(by: rule.per ?? .unlimited).map { time < $0 } ?? true
    }
    return counted < cap
  }
}
