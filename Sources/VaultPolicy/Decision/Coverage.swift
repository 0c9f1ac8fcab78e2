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
  /// This is the one place where permissions and denials meet: check, get, put,
  /// sweep and import all ask here. What the policy itself allows is decided elsewhere.
  ///
  /// `longest` is the longest lifetime that counts: the policy's now, unless the question is
  /// whether to destroy, where a permission that today's policy finds too long still holds its
  /// data.
  package func coverage(
    of point: Point, for terms: CompiledPurpose, in standing: Standing, longest: TimeSpan? = nil
  ) -> Coverage {
    coverage(
      of: point, for: terms, standing.permissions, standing.denials,
      restrictedSince: standing.restrictedSince, at: standing.time,
      longest: longest ?? terms.maxLifetime)
  }

  func coverage(
    of point: Point, for terms: CompiledPurpose, _ permissions: [Permission],
    _ denials: [Denial], restrictedSince: Timestamp?, at time: Timestamp, longest: TimeSpan
  ) -> Coverage {
    let moment = MomentWords(time, longest: longest, restrictedSince: restrictedSince)
    let kind: Permission.Kind = terms.basis == .consent ? .consent : .ground
    let asked = AskedWords(point, isSpecial: point.category.map(isSpecial) ?? false)
    let denial =
      denials.isEmpty || !terms.basis.yieldsToDenial
      ? LatestDenial() : latestDenial(of: point, for: terms, among: denials)
    var nearest = NearestMiss()
    let records = permissions.span
    for index in records.indices
    where records[index].purpose == terms.number && records[index].kind == kind
      && records[index].state != .requested
    {
      let words = PermissionWords(records, index, at: point, namesArticle9: terms.namesArticle9)
      let reasons = Reasons(rawValue: Checks.permission(words, asked, moment, denial))
      if reasons.isEmpty { return Coverage(permission: index, reasons: []) }
      nearest.hear(reasons, of: index, among: permissions, at: time)
    }
    var missing: Reasons = kind == .consent ? .consentMissing : .groundMissing
    if denial.isThere == 1 { missing.insert(.deniedBySubject) }
    return Coverage(permission: nil, reasons: nearest.reasons ?? missing)
  }

  /// The latest denial whose node is the purpose or above it, and whose every named dimension meets
  /// the point.
  private func latestDenial(
    of point: Point, for terms: CompiledPurpose, among denials: [Denial]
  ) -> LatestDenial<UInt64> {
    var latest = LatestDenial<UInt64>()
    let lineage = point.category.map(lineage(of:)) ?? []
    for denial in denials {
      latest.hear(
        touches: denial.touching(point, purposeLineage: terms.lineage, categoryLineage: lineage),
        time: UInt64(denial.eventTime), isWithdrawal: UInt64(denial.word == .withdrawn))
    }
    return latest
  }
}

/// Of permissions none of which covers a point, what to tell: what stops one that
/// would, or else the fewest dimensions that a live one lacks, or else the state of the most recent.
private struct NearestMiss {
  private var denied: Reasons?
  private var fewest = Int.max
  private var misses: Reasons?
  private var recent: (permission: Int, lapse: Reasons)?

  /// Nil if no permission was heard.
  var reasons: Reasons? { denied ?? misses ?? recent?.lapse }

  mutating func hear(
    _ reasons: Reasons, of index: Int, among permissions: [Permission], at time: Timestamp
  ) {
    if reasons.contains(.deniedBySubject) {
      denied = reasons
    } else if !reasons.isDisjoint(with: .missesOfPermission) {
      // What lacks the origin of a value alone is nearest: it covers the category.
      let count = reasons.subtracting(.originNotConsented).count
      if count < fewest { (fewest, misses) = (count, []) }
      if count == fewest { misses?.formUnion(reasons) }
    } else if recent.map({
      permissions[index].isMoreRecent(than: permissions[$0.permission], at: time)
    }) ?? true {
      recent = (index, reasons)
    }
  }
}

extension Permission {
  /// Most recent is the latest change, then the order of recording.
  ///
  /// Running out is a change too, at the end, so that a sweep makes no difference.
  fileprivate func isMoreRecent(than other: Permission, at time: Timestamp) -> Bool {
    (changed(at: time), sequence, id) > (other.changed(at: time), other.sequence, other.id)
  }

  private func changed(at time: Timestamp) -> Timestamp {
    (state == .given && time >= until) || state == .expired ? max(changedTime, until) : changedTime
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
    touching(point, purposeLineage: purposeLineage, categoryLineage: categoryLineage) == 1
  }

  fileprivate func touching(
    _ point: Point, purposeLineage: NumberSet<PurposeKind>,
    categoryLineage: NumberSet<CategoryKind>
  ) -> UInt64 {
    Checks.touches(
      node: NamedWords(scope.purpose, in: purposeLineage),
      categories: NamedWords(scope.categories, categoryLineage),
      channels: NamedWords(scope.channels, point.channel),
      recipients: NamedWords(scope.recipients, point.recipient))
  }
}

extension Reasons {
  /// The dimensions that a live permission may lack.
  fileprivate static let missesOfPermission: Reasons = [
    .categoryNotConsented, .operationNotConsented, .recipientNotConsented, .channelNotConsented,
    .originNotConsented, .explicitConsentRequired, .subjectRestricted,
  ]

  /// How many reasons there are.
  fileprivate var count: Int { rawValue.nonzeroBitCount }
}
