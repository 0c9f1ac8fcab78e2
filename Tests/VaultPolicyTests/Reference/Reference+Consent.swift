import VaultModel
import VaultPolicy

/// The subject's part: permissions and denials.
extension Reference {
  /// For one point: no codes, and the records that cover it; or codes.
  func consentCodes(
    _ category: String?, _ origin: String?, _ purpose: PurposeDefinition
  ) -> (codes: Set<String>, grounds: Set<Int>) {
    guard isKnownSubject else { return ([], []) }
    let isConsent = purpose.basis == .consent
    let touching = touchingDenials(category, purpose)
    // Open: a record that was only asked for is no record yet.
    let records = world.records.indices.filter { index in
      let record = world.records[index]
      return record.purpose == purpose.name && record.isConsent == isConsent
        && record.state != .requested
    }
    let live = records.filter { isLive(world.records[$0], purpose) }
    guard !live.isEmpty else { return (stateCodes(records, touching, purpose), []) }

    let misses = live.map { missed(world.records[$0], category, origin, purpose) }
    let fewest = misses.map(\.count).min() ?? 0
    if fewest > 0 {
      // An origin is asked about only where the category is covered: it alone is missed then.
      if origin != nil { return (["ORIGIN_NOT_CONSENTED"], []) }
      return (misses.filter { $0.count == fewest }.reduce(into: []) { $0.formUnion($1) }, [])
    }
    let covering = zip(live, misses).filter { $0.1.isEmpty }.map(\.0)
    // Open: only a live consent answers; one that has ended does not re-open an older one.
    let unanswered = touching.filter { no in
      !covering.contains { isConsent && word(world.records[$0]) > no.said }
    }
    // Open: of several unanswered words the latest is told; of two at one time, the withdrawal.
    let latest = unanswered.max {
      ($0.said, $0.isRefusal ? 0 : 1) < ($1.said, $1.isRefusal ? 0 : 1)
    }
    if let latest {
      let word = latest.isRefusal ? "CONSENT_REFUSED" : "CONSENT_WITHDRAWN"
      return (isConsent ? ["DENIED_BY_SUBJECT", word] : ["DENIED_BY_SUBJECT"], [])
    }
    // Only what answers every denial itself carries the release.
    let grounds = covering.filter { index in
      touching.allSatisfy { word(world.records[index]) > $0.said }
    }
    return ([], Set(grounds))
  }

  /// A consent's word counts at the earlier of its event time and its recording time.
  func word(_ record: World.Record) -> Int64 { min(record.said, record.recorded) }

  private func isLive(_ record: World.Record, _ purpose: PurposeDefinition) -> Bool {
    record.state == .given && record.from <= world.time && world.time < record.until
      && !isTooLong(record, purpose)
  }

  private func isTooLong(_ record: World.Record, _ purpose: PurposeDefinition) -> Bool {
    guard purpose.basis == .consent else { return false }
    guard let longest = purpose.consent?.maxLifetime else { return true }
    return record.until - record.from > longest.milliseconds
  }

  private func missed(
    _ record: World.Record, _ category: String?, _ origin: String?, _ purpose: PurposeDefinition
  ) -> Set<String> {
    var codes: Set<String> = []
    if let category, !record.categories.contains(category) {
      codes.insert("CATEGORY_NOT_CONSENTED")
    }
    let recipients = record.recipients.union(["self"])
    if knowsRecipient, !recipients.contains(request.recipient) {
      codes.insert("RECIPIENT_NOT_CONSENTED")
    }
    var covered = record.operations.union(["use"])
    if recipients.count > 1 { covered.insert("share") }
    if !operations.isSubset(of: covered) { codes.insert("OPERATION_NOT_CONSENTED") }
    if let channel = request.channel, knowsChannel, !record.channels.contains(channel) {
      codes.insert("CHANNEL_NOT_CONSENTED")
    }
    if let origin, !record.origins.union(["volunteered", "observed"]).contains(origin) {
      codes.insert("ORIGIN_NOT_CONSENTED")
    }
    // Open: what is special, and what a restriction stops, count as misses like the dimensions.
    if let category, isSpecial(category), !opensSpecial(record, purpose) {
      codes.insert("EXPLICIT_CONSENT_REQUIRED")
    }
    if case .restricted(let since) = world.subject, !(record.isConsent && word(record) > since) {
      codes.insert("SUBJECT_RESTRICTED")
    }
    return codes
  }

  private func isSpecial(_ category: String) -> Bool {
    policy.categories.contains { $0.name == category && $0.sensitivity == .special }
  }

  private func opensSpecial(_ record: World.Record, _ purpose: PurposeDefinition) -> Bool {
    guard record.isConsent else { return purpose.article9 != nil }
    return ["explicit-statement", "signed-statement", "recorded-statement"].contains(record.method)
  }

  /// No record is live: the state of the most recent one.
  private func stateCodes(
    _ records: [Int], _ touching: [World.No], _ purpose: PurposeDefinition
  ) -> Set<String> {
    let isConsent = purpose.basis == .consent
    let latest = records.map { world.records[$0] }.max {
      (changed($0), $0.order) < (changed($1), $1.order)
    }
    guard let latest else {
      let missing = isConsent ? "CONSENT_MISSING" : "GROUND_MISSING"
      return touching.isEmpty ? [missing] : [missing, "DENIED_BY_SUBJECT"]
    }
    // Open: what is past an end that lies before its start has ended.
    let isEarly =
      latest.state == .given && world.time < latest.from && world.time < latest.until
    guard isConsent else { return isEarly ? ["GROUND_NOT_YET_VALID"] : ["GROUND_ENDED"] }
    switch latest.state {
    case .given:
      if isEarly { return ["CONSENT_NOT_YET_VALID"] }
      // Open: time before length.
      return world.time >= latest.until ? ["CONSENT_EXPIRED"] : ["CONSENT_TOO_LONG"]
    case .expired: return ["CONSENT_EXPIRED"]
    case .refused: return ["CONSENT_REFUSED"]
    case .withdrawn: return ["CONSENT_WITHDRAWN"]
    case .revoked, .closed: return ["CONSENT_REVOKED"]
    case .invalidated: return ["CONSENT_INVALIDATED"]
    case .unproven: return ["CONSENT_UNPROVEN"]
    case .requested: return ["CONSENT_MISSING"]
    }
  }

  /// Open: running out is a change too, at the end, whether or not a sweep has noted it.
  private func changed(_ record: World.Record) -> Int64 {
    let hasRunOut = record.state == .given && world.time >= record.until
    return hasRunOut || record.state == .expired
      ? max(record.changed, record.until) : record.changed
  }

  /// The denials that stop a purpose of this basis.
  ///
  /// Their node is the purpose or above it, and every dimension that they name meets the request; to
  /// name nothing in a dimension is not to name it.
  func touchingDenials(_ category: String?, _ purpose: PurposeDefinition) -> [World.No] {
    if purpose.basis == .contract || purpose.basis == .legalObligation { return [] }
    return world.nos.filter { no in
      if let node = no.purpose, !Self.isAt(purpose.name, orBelow: node) { return false }
      if let named = no.categories, !named.isEmpty {
        guard let category, named.contains(where: { Self.isAt(category, orBelow: $0) }) else {
          return false
        }
      }
      if let named = no.channels, !named.isEmpty {
        guard let channel = request.channel, named.contains(channel) else { return false }
      }
      if let named = no.recipients, !named.isEmpty, !named.contains(request.recipient) {
        return false
      }
      return true
    }
  }
}
