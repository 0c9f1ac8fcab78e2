package import VaultModel

extension CompiledPolicy {
  /// Decides a request (02): a pure function of the policy, the request and the facts.
  ///
  /// Every check runs and sets its bit, so the reasons are complete. Nothing permits by default: the
  /// answer is a permit only if no bit is set for the request and, in strict mode, for any category.
  package func decide(_ request: ResolvedRequest, _ facts: Facts) -> Outcome {
    guard let terms = request.terms else {
      // Without a purpose only these names are told, so that others cannot be probed.
      let told = request.reasons.intersection([.actorUnknown, .purposeUnknown, .purposeIsGroup])
      return Outcome(
        isPermit: false, reasons: request.reasons, told: told, nevers: [], categories: [])
    }
    var reasons = request.reasons
    var nevers: [String] = []
    if request.categories.isEmpty {
      // No name was known: rules and dimensions besides the category are told all the same.
      nevers = self.nevers(against: request, terms, [])
      if !nevers.isEmpty { reasons.insert(.never) }
    }
    var categories: [Outcome.Category]
    switch facts.subject {
    case .active, .restricted:
      categories = request.categories.map { category($0, of: request, terms, facts) }
      if request.categories.isEmpty {
        reasons.formUnion(
          coverage(of: request.point(nil), for: terms, in: facts.standing()).reasons)
      }
      reasons.formUnion(circumstances(of: request, terms, facts))
    case .unknown, .erased:
      reasons.insert(facts.subject == .erased ? .subjectErased : .subjectUnknown)
      categories = request.categories.map { policyPart($0, of: request, terms) }
    }
    if reasons.contains(.categoryUnknown) {
      // An unknown name replaces the other codes of its dimension.
      for index in categories.indices {
        categories[index].reasons.subtract([.categoryNotAllowed, .categoryNotConsented])
      }
    }
    return outcome(request, reasons, nevers, categories)
  }

  /// Puts the reasons of the request and of its categories together.
  private func outcome(
    _ request: ResolvedRequest, _ reasons: Reasons, _ nevers: [String],
    _ categories: [Outcome.Category]
  ) -> Outcome {
    var all = reasons
    var nevers = nevers
    for category in categories {
      all.formUnion(category.reasons)
      for id in category.nevers where !nevers.contains(id) { nevers.append(id) }
    }
    let isPermit =
      switch request.request.mode {
      case .strict: all.isEmpty && !categories.isEmpty
      case .partial: reasons.isEmpty && categories.contains(where: \.isReleased)
      }
    // An actor without a right to ask is told that alone, so that nobody's record can be probed.
    let stranger = all.intersection([.actorUnknown, .actorNotPermitted])
    return Outcome(
      isPermit: isPermit, reasons: all, told: stranger.isEmpty ? all : stranger, nevers: nevers,
      categories: categories)
  }

  /// What the policy alone says about one category.
  private func policyPart(
    _ number: CategoryNumber, of request: ResolvedRequest, _ terms: CompiledPurpose
  ) -> Outcome.Category {
    var category = Outcome.Category(number: number)
    if !terms.categories.contains(number) { category.reasons.insert(.categoryNotAllowed) }
    category.nevers = nevers(against: request, terms, lineage(of: number))
    if !category.nevers.isEmpty { category.reasons.insert(.never) }
    return category
  }

  /// The ids of the `never` rules that forbid the request for a category of the lineage given.
  private func nevers(
    against request: ResolvedRequest, _ terms: CompiledPurpose,
    _ lineage: NumberSet<CategoryKind>
  ) -> [String] {
    terms.nevers.filter { $0.forbids(request, categoryLineage: lineage) }.map(\.id)
  }

  /// What policy, permissions and denials say about one category and its stored values.
  private func category(
    _ number: CategoryNumber, of request: ResolvedRequest, _ terms: CompiledPurpose, _ facts: Facts
  ) -> Outcome.Category {
    var category = policyPart(number, of: request, terms)
    let isAllowed = category.reasons.isEmpty
    let standing = facts.standing()
    let whole = coverage(of: request.point(number), for: terms, in: standing)
    category.reasons.formUnion(whole.reasons)
    guard let origins = facts.origins[number], !origins.isEmpty else {
      category.permission = isAllowed ? whole.permission : nil
      return category
    }
    for origin in origins {
      // Only of a category that is covered can a value's origin be missed.
      let value =
        whole.isCovered
        ? coverage(of: request.point(number, origin: origin), for: terms, in: standing) : whole
      category.reasons.formUnion(value.reasons)
      guard terms.origins.contains(origin) else {
        category.reasons.insert(.originNotAllowed)
        continue
      }
      if isAllowed, let permission = value.permission {
        category.released[origin] = permission
        category.permission = category.permission ?? permission
      }
    }
    return category
  }

  /// What time and earlier contacts say against the request as a whole.
  private func circumstances(
    of request: ResolvedRequest, _ terms: CompiledPurpose, _ facts: Facts
  ) -> Reasons {
    var reasons: Reasons = []
    if !facts.clockIsTrusted { reasons.insert(.clockUntrusted) }
    if terms.isStale(at: facts.time) { reasons.insert(.assessmentStale) }
    guard request.request.channel != nil else { return reasons }
    if let quiet = terms.quiet, quiet.holds(at: facts.time) { reasons.insert(.quietHours) }
    if !terms.permitsContact(after: facts.contacts, at: facts.time) {
      reasons.insert(.contactTooSoon)
    }
    return reasons
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
