import VaultModel
import VaultPolicy

/// The policy's part, and the moment's.
extension Reference {
  func policyCodes(_ purpose: PurposeDefinition) -> Set<String> {
    var codes: Set<String> = []
    if knowsActor, !purpose.actors.contains(request.actor) { codes.insert("ACTOR_NOT_PERMITTED") }
    var allowed = Set(purpose.operations.operations.map(\.rawValue))
    if purpose.recipients.contains(where: { $0 != "self" }) { allowed.insert("share") }
    if !operations.isSubset(of: allowed) { codes.insert("OPERATION_NOT_ALLOWED") }
    if knowsRecipient, !purpose.recipients.contains(request.recipient) {
      codes.insert("RECIPIENT_NOT_ALLOWED")
    }
    if let channel = request.channel {
      if knowsChannel, !purpose.channels.contains(channel) { codes.insert("CHANNEL_NOT_ALLOWED") }
    } else if !purpose.channels.isEmpty {
      codes.insert("CHANNEL_REQUIRED")
    }
    for rule in policy.never where rule.categories.isEmpty && matches(rule, purpose) {
      codes.insert("NEVER:" + rule.id)
    }
    return codes
  }

  /// Whether the request meets every dimension that the rule names, categories aside.
  func matches(_ rule: NeverRule, _ purpose: PurposeDefinition) -> Bool {
    let purposes =
      rule.purposes.isEmpty || rule.purposes.contains { Self.isAt(purpose.name, orBelow: $0) }
    let recipients = rule.recipients.isEmpty || rule.recipients.contains(request.recipient)
    let channels =
      rule.channels.isEmpty || request.channel.map { rule.channels.contains($0) } ?? false
    let actors = rule.actors.isEmpty || rule.actors.contains(request.actor)
    var meetsOperations = true
    if let named = rule.operations {
      meetsOperations = !operations.isDisjoint(with: named.operations.map(\.rawValue))
    }
    return purposes && recipients && channels && actors && meetsOperations
  }

  var isKnownSubject: Bool { subjectCodes.isEmpty }

  private var subjectCodes: Set<String> {
    switch world.subject {
    case .unknown: ["SUBJECT_UNKNOWN"]
    case .erased: ["SUBJECT_ERASED"]
    case .active, .restricted: []
    }
  }

  func momentCodes(_ purpose: PurposeDefinition) -> Set<String> {
    // Open: an unknown or erased subject is told by that alone, beside the policy's own dimensions.
    guard isKnownSubject else { return subjectCodes }
    var codes = contactCodes(purpose)
    if !world.clockIsTrusted { codes.insert("CLOCK_UNTRUSTED") }
    if isStale(purpose) { codes.insert("ASSESSMENT_STALE") }
    return codes
  }

  /// Whether a legitimate interest's assessment is missing or overdue: `review_by` holds through that UTC
  /// day.
  func isStale(_ purpose: PurposeDefinition) -> Bool {
    guard purpose.basis == .legitimateInterest else { return false }
    guard let assessment = purpose.assessment else { return true }
    return world.time >= (assessment.reviewBy.day + 1) * 86_400_000
  }

  private func contactCodes(_ purpose: PurposeDefinition) -> Set<String> {
    // Open: only a request that names a channel, known or not, asks for a contact.
    guard let rule = purpose.contact, request.channel != nil else { return [] }
    var codes: Set<String> = []
    if let quiet = rule.quiet, isQuiet(quiet) { codes.insert("QUIET_HOURS") }
    if let most = rule.atMost {
      // Open again exactly D after the contact.
      let counted = world.contacts.filter { contact in
        rule.per.map { world.time < contact + $0.milliseconds } ?? true
      }
      if counted.count >= most { codes.insert("CONTACT_TOO_SOON") }
    }
    return codes
  }

  private func isQuiet(_ quiet: QuietHours) -> Bool {
    guard let east = zone(quiet.zone) else { return true }
    let day: Int64 = 24 * 60
    let minute = ((world.time / 60_000 + east) % day + day) % day
    // Every quiet minute in turn, over midnight too.
    var quietMinute = Int64(quiet.fromMinute)
    while quietMinute != Int64(quiet.untilMinute) {
      if quietMinute == minute { return true }
      quietMinute = (quietMinute + 1) % day
    }
    return false
  }
}
