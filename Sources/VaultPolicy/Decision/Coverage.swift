package import VaultModel

/// One point of a question: whether this category, of this origin, may be used so.
///
/// A dimension that is nil is not asked: its name was unknown (which denies with a code of its
/// own), or the question has no such dimension, as when a value is stored.
package struct Point: Hashable, Sendable {
  package var category: CategoryNumber?
  package var operations: OperationSet
  package var recipient: RecipientNumber?
  package var channel: ChannelNumber?
  package var origin: OriginNumber?

  package init(
    category: CategoryNumber?, operations: OperationSet = .use,
    recipient: RecipientNumber? = .own, channel: ChannelNumber? = nil,
    origin: OriginNumber? = nil
  ) {
    self.category = category
    self.operations = operations
    self.recipient = recipient
    self.channel = channel
    self.origin = origin
  }
}

/// What the subject's record says about one purpose, and the instant at which it is asked.
package struct Standing: Sendable {
  /// The permissions of the purpose, in any order; others are ignored.
  package var permissions: [Permission]
  /// All denials of the subject, in any order.
  package var denials: [Denial]
  /// Since when only later consents open anything (GDPR Article 18).
  ///
  /// Nil if not restricted, or if the question is about storing, which goes on.
  package var restrictedSince: Timestamp?
  package var time: Timestamp

  package init(
    permissions: [Permission], denials: [Denial], restrictedSince: Timestamp? = nil,
    time: Timestamp
  ) {
    self.permissions = permissions
    self.denials = denials
    self.restrictedSince = restrictedSince
    self.time = time
  }
}

/// Whether a point is covered: by which permission, or why not.
package struct Coverage: Hashable, Sendable {
  /// The index of the covering permission in the standing; nil if none covers.
  package let permission: Int?
  /// The reasons; empty exactly if a permission covers.
  package let reasons: Reasons

  package var isCovered: Bool { permission != nil }
}

extension CompiledPolicy {
  /// Decides whether one live permission covers a point and no denial stops it.
  ///
  /// This is the one place where permissions and denials meet (02, "Storing"): check, get, put,
  /// sweep and import all ask here. What the policy itself allows is decided elsewhere.
  ///
  /// `longest` is the longest lifetime that counts: the policy's now, unless the question is
  /// whether to destroy, where a permission that today's policy finds too long still holds its
  /// data.
  package func coverage(
    of point: Point, for terms: CompiledPurpose, in standing: Standing, longest: TimeSpan? = nil
  ) -> Coverage {
    let kind: Permission.Kind = terms.basis == .consent ? .consent : .ground
    let longest = longest ?? terms.maxLifetime
    let denial = terms.basis.yieldsToDenial ? latestDenial(touching: point, terms, standing) : nil
    var fewest = Int.max
    var nearest: Reasons = []
    var deniedBy: Denial?
    var recent: (permission: Permission, reason: Reasons)?
    for (index, permission) in standing.permissions.enumerated()
    where permission.purpose == terms.number && permission.kind == kind {
      guard permission.state != .requested else { continue }
      if let reason = permission.lapse(at: standing.time, longest: longest) {
        if recent.map({ permission.isMoreRecent(than: $0.permission, at: standing.time) }) ?? true {
          recent = (permission, reason)
        }
        continue
      }
      let misses = misses(of: permission, at: point, terms, standing)
      if misses.isEmpty {
        // The latest word wins; a tie is a no; a ground never answers a denial.
        guard let denial, kind == .ground || denial.eventTime >= permission.wordTime else {
          return Coverage(permission: index, reasons: [])
        }
        deniedBy = denial
        continue
      }
      // What lacks the origin of a value alone is nearest: it covers the category.
      let count = misses.subtracting(.originNotConsented).count
      if count < fewest { (fewest, nearest) = (count, []) }
      if count == fewest { nearest.formUnion(misses) }
    }
    if let deniedBy {
      return Coverage(
        permission: nil,
        reasons: kind == .ground ? .deniedBySubject : [.deniedBySubject, deniedBy.word.reason])
    }
    if fewest < Int.max { return Coverage(permission: nil, reasons: nearest) }
    if let recent { return Coverage(permission: nil, reasons: recent.reason) }
    var reasons: Reasons = kind == .consent ? .consentMissing : .groundMissing
    if denial != nil { reasons.insert(.deniedBySubject) }
    return Coverage(permission: nil, reasons: reasons)
  }

  /// The latest denial whose node is the purpose or above it, and whose every named dimension meets
  /// the point.
  ///
  /// A denial dated ahead acts at once.
  func latestDenial(
    touching point: Point, _ terms: CompiledPurpose, _ standing: Standing
  ) -> Denial? {
    let lineage = point.category.map(lineage(of:)) ?? []
    var latest: Denial?
    for denial in standing.denials
    where denial.touches(point, purposeLineage: terms.lineage, categoryLineage: lineage) {
      guard let found = latest, found.isLater(than: denial) else {
        latest = denial
        continue
      }
    }
    return latest
  }

  /// The dimensions in which a live permission does not cover a point.
  private func misses(
    of permission: Permission, at point: Point, _ terms: CompiledPurpose, _ standing: Standing
  ) -> Reasons {
    let scope = permission.scope
    var misses: Reasons = []
    if let category = point.category {
      if !scope.categories.contains(category) { misses.insert(.categoryNotConsented) }
      if isSpecial(category), !permission.isExplicit(terms) {
        misses.insert(.explicitConsentRequired)
      }
    }
    if !scope.operations.isSuperset(of: point.operations) { misses.insert(.operationNotConsented) }
    if let recipient = point.recipient, !scope.recipients.contains(recipient) {
      misses.insert(.recipientNotConsented)
    }
    if let channel = point.channel, !scope.channels.contains(channel) {
      misses.insert(.channelNotConsented)
    }
    if let origin = point.origin, !scope.origins.contains(origin) {
      misses.insert(.originNotConsented)
    }
    if let since = standing.restrictedSince,
      permission.kind == .ground || permission.wordTime <= since
    {
      misses.insert(.subjectRestricted)
    }
    return misses
  }
}

extension Permission {
  /// Why it is not live at `time`; nil if it is.
  fileprivate func lapse(at time: Timestamp, longest: TimeSpan) -> Reasons? {
    let isGround = kind == .ground
    switch state {
    case .given:
      if time >= until { return isGround ? .groundEnded : .consentExpired }
      if time < from { return isGround ? .groundNotYetValid : .consentNotYetValid }
      if until.milliseconds - from.milliseconds > longest.milliseconds { return .consentTooLong }
      return nil
    case .expired: return isGround ? .groundEnded : .consentExpired
    case .withdrawn: return .consentWithdrawn
    case .refused: return .consentRefused
    case .revoked: return .consentRevoked
    case .invalidated: return .consentInvalidated
    case .unproven: return .consentUnproven
    case .closed: return .groundEnded
    case .requested: return isGround ? .groundMissing : .consentMissing
    }
  }

  /// Most recent is the latest change, then the order of recording (02, "The answer").
  ///
  /// Running out is a change too, at the end, so that a sweep makes no difference.
  fileprivate func isMoreRecent(than other: Permission, at time: Timestamp) -> Bool {
    (changed(at: time), sequence, id) > (other.changed(at: time), other.sequence, other.id)
  }

  private func changed(at time: Timestamp) -> Timestamp {
    (state == .given && time >= until) || state == .expired ? max(changedTime, until) : changedTime
  }

  /// Whether it may open special-category data: an explicit consent, or a ground whose purpose
  /// names a condition of GDPR Article 9(2).
  fileprivate func isExplicit(_ terms: CompiledPurpose) -> Bool {
    switch kind {
    case .consent: method?.isExplicit ?? false
    case .ground: terms.definition.article9 != nil
    }
  }
}

extension Denial {
  /// Whether every dimension that the denial names meets the point.
  ///
  /// A dimension in which it names nothing is not named: a "no" with an empty set is no narrower.
  package func touches(
    _ point: Point, purposeLineage: NumberSet<PurposeKind>,
    categoryLineage: NumberSet<CategoryKind>
  ) -> Bool {
    if let purpose = scope.purpose, !purposeLineage.contains(purpose) { return false }
    if let categories = scope.categories, !categories.isEmpty,
      categories.isDisjoint(with: categoryLineage)
    {
      return false
    }
    if let channels = scope.channels, !channels.isEmpty,
      !(point.channel.map(channels.contains) ?? false)
    {
      return false
    }
    if let recipients = scope.recipients, !recipients.isEmpty,
      !(point.recipient.map(recipients.contains) ?? false)
    {
      return false
    }
    return true
  }

  /// Later by the time of the word; between two of one instant a withdrawal tells more.
  fileprivate func isLater(than other: Denial) -> Bool {
    (eventTime, word == .withdrawn ? 1 : 0) > (other.eventTime, other.word == .withdrawn ? 1 : 0)
  }
}

extension Denial.Word {
  fileprivate var reason: Reasons { self == .withdrawn ? .consentWithdrawn : .consentRefused }
}

extension Reasons {
  /// How many reasons there are.
  fileprivate var count: Int { rawValue.nonzeroBitCount }
}
