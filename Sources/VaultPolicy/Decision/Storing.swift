package import VaultModel

extension CompiledPolicy {
  /// Decides whether a value may be stored: some live permission of the subject must cover its
  /// category and origin, for a purpose that the policy lets have both.
  ///
  /// The standing holds all permissions of the subject; a restriction is not asked about, since
  /// storing goes on.
  ///
  /// - Returns: the covering permission, or the nearest miss among the purposes that know the
  ///   category.
  package func storing(
    _ category: CategoryNumber, from origin: OriginNumber?, in standing: Standing
  ) -> Coverage {
    var standing = standing
    standing.restrictedSince = nil
    let point = Point(category: category, origin: origin)
    var nearest: Reasons?
    var missing: Reasons = []
    for terms in allTerms where terms.categories.contains(category) {
      let coverage = coverage(of: point, for: terms, in: standing)
      var reasons = coverage.reasons
      if let origin, !terms.origins.contains(origin) { reasons.insert(.originNotAllowed) }
      if terms.isStale(at: standing.time) { reasons.insert(.assessmentStale) }
      guard !reasons.isEmpty else { return coverage }
      guard reasons.isDisjoint(with: [.consentMissing, .groundMissing]) else {
        missing.formUnion(reasons)
        continue
      }
      if nearest.map({ reasons.members.count < $0.members.count }) ?? true { nearest = reasons }
    }
    if let nearest { return Coverage(permission: nil, reasons: nearest) }
    // No origin of the value matters where there is no record at all.
    missing.remove(.originNotAllowed)
    return Coverage(permission: nil, reasons: missing.isEmpty ? .categoryNotAllowed : missing)
  }

  /// Whether a stored value may stay: a live permission covers it,
  /// or it lies inside the retention of one that ended.
  ///
  /// What today's policy merely finds too long, or does not know any more, may not be read, but it
  /// is not destroyed for that: a mistaken policy must not cost data.
  package func holds(
    _ category: CategoryNumber, from origin: OriginNumber?, in standing: Standing
  ) -> Bool {
    var standing = standing
    standing.restrictedSince = nil
    let point = Point(category: category, origin: origin)
    for permission in standing.permissions where permission.names(category, origin) {
      guard let terms = terms(permission.purpose) else {
        if permission.isOpen(at: standing.time) { return true }
        continue
      }
      if coverage(of: point, for: terms, in: standing, longest: .unlimited).isCovered {
        return true
      }
      if standing.time < retentionEnd(of: permission, at: point, terms, standing) { return true }
    }
    return false
  }

  /// Which permissions let a stored value stay, and until when as things stand: what ``holds(_:from:in:)``
  /// says, told to the person (GDPR Article 15(1)(d)).
  package func holding(
    _ category: CategoryNumber, from origin: OriginNumber?, in standing: Standing
  ) -> Holding {
    var standing = standing
    standing.restrictedSince = nil
    let point = Point(category: category, origin: origin)
    var holding = Holding()
    for (index, permission) in standing.permissions.enumerated()
    where permission.names(category, origin) {
      guard let terms = terms(permission.purpose) else {
        if permission.isOpen(at: standing.time) { holding.retain(index, until: permission.until) }
        continue
      }
      let end = retentionEnd(of: permission, at: point, terms, standing)
      if permission.isOpen(at: standing.time),
        coverage(of: point, for: terms, in: standing, longest: .unlimited).isCovered
      {
        holding.cover(index, until: max(end, permission.until))
      } else if standing.time < end {
        holding.retain(index, until: end)
      }
    }
    return holding
  }

  /// The first instant at which an ended permission does not retain the point any more.
  ///
  /// Retention runs from the actual end and is the smaller of the policy's then and now.
  package func retentionEnd(
    of permission: Permission, at point: Point, _ terms: CompiledPurpose, _ standing: Standing
  ) -> Timestamp {
    switch permission.state {
    case .requested, .refused, .unproven, .invalidated: return .earliest
    case .given, .expired, .withdrawn, .revoked, .closed: break
    }
    guard permission.from <= standing.time else { return .earliest }
    let lineage = point.category.map(lineage(of:)) ?? []
    var end = permission.actualEnd
    for denial in standing.denials
    where terms.basis.yieldsToDenial
      && (permission.kind == .ground || denial.eventTime >= permission.wordTime)
      && denial.touches(point, purposeLineage: terms.lineage, categoryLineage: lineage)
    {
      end = min(end, denial.eventTime, denial.recordedTime)
    }
    return end.advanced(by: min(permission.retention, terms.definition.retention)) ?? .latest
  }

  /// The next instant after `time` at which a sweep may have something to do for a subject's
  /// permissions, some of which its denials may have ended in part; nil if never again.
  package func nextDue(
    _ permissions: [Permission], deniedBy denials: [Denial], after time: Timestamp
  ) -> Timestamp? {
    var next: Timestamp?
    for permission in permissions {
      let retention = min(
        permission.retention, terms(permission.purpose)?.definition.retention ?? .zero)
      let ends = [permission.actualEnd] + denials.map { min($0.eventTime, $0.recordedTime) }
      let instants = [permission.until] + ends.compactMap { $0.advanced(by: retention) }
      for instant in instants where instant > time { next = min(next ?? .latest, instant) }
    }
    return next
  }

  /// Whether unanswered denials leave a consent nothing, so that its record can be closed and its
  /// keys destroyed: every category, recipient and channel of it is denied.
  package func isLeftWithNothing(_ permission: Permission, by denials: [Denial]) -> Bool {
    guard let terms = terms(permission.purpose), permission.kind == .consent else { return false }
    let unanswered = denials.filter { $0.eventTime >= permission.wordTime }
    let channels: [ChannelNumber?] =
      permission.scope.channels.isEmpty ? [nil] : permission.scope.channels.numbers
    for category in permission.scope.categories.numbers {
      let lineage = lineage(of: category)
      for recipient in permission.scope.recipients.numbers {
        for channel in channels {
          let point = Point(category: category, recipient: recipient, channel: channel)
          let isDenied = unanswered.contains {
            $0.touches(point, purposeLineage: terms.lineage, categoryLineage: lineage)
          }
          if !isDenied { return false }
        }
      }
    }
    return true
  }
}

extension Permission {
  /// Whether the record's own scope holds the category and, where one is given, the origin.
  fileprivate func names(_ category: CategoryNumber, _ origin: OriginNumber?) -> Bool {
    scope.categories.contains(category) && (origin.map(scope.origins.contains) ?? true)
  }
}
