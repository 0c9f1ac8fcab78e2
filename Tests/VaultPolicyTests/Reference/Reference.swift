import VaultModel
import VaultPolicy

/// The decision as `02-decision-rules.md` tells it, in strings and sets: slow, obvious, and written from
/// the text without a look at the engine.
struct Reference {
  let policy: Policy
  let request: Request
  let world: World
  /// Minutes east of UTC of a zone; nil where the machine has no data for it.
  let zone: (String) -> Int64?

  struct Answer: Hashable {
    var isPermit: Bool
    var told: Set<String>
    var all: Set<String>
    var withheld: Set<Withheld> = []
    /// For each released leaf, the records (by index) on which it may rest.
    var grounds: [String: Set<Int>] = [:]
  }

  struct Withheld: Hashable {
    var category: String
    var code: String
  }

  /// What is known about one category leaf.
  private struct Part {
    var codes: Set<String> = []
    var isReleased = false
    var grounds: Set<Int> = []
  }

  func answer() -> Answer {
    guard let purpose else { return answerWithoutPurpose() }
    var whole = nameCodes.union(policyCodes(purpose)).union(momentCodes(purpose))
    var parts: [String: Part] = [:]
    for leaf in leaves { parts[leaf] = part(leaf, purpose) }
    if hasUnknownCategory { whole.formUnion(consentCodes(nil, nil, purpose).codes) }

    let all = parts.values.reduce(whole) { $0.union($1.codes) }
    let released = parts.filter(\.value.isReleased)
    let isPermit =
      request.mode == .partial
      ? whole.isEmpty && !released.isEmpty
      : all.isEmpty && !parts.isEmpty
    var answer = Answer(isPermit: isPermit, told: told(of: all, purpose), all: all)
    guard isPermit else { return answer }
    for (leaf, part) in parts {
      for code in part.codes { answer.withheld.insert(Withheld(category: leaf, code: code)) }
      if part.isReleased { answer.grounds[leaf] = part.grounds }
    }
    return answer
  }

  /// With an unknown actor, an unknown purpose or a group, only those name codes are told; an actor that
  /// the policy does not permit is told that alone.
  private func told(of all: Set<String>, _ purpose: PurposeDefinition) -> Set<String> {
    guard knowsActor else { return ["ACTOR_UNKNOWN"] }
    return purpose.actors.contains(request.actor) ? all : ["ACTOR_NOT_PERMITTED"]
  }

  private func answerWithoutPurpose() -> Answer {
    var told: Set<String> = isGroup ? ["PURPOSE_IS_GROUP"] : ["PURPOSE_UNKNOWN"]
    if !knowsActor { told.insert("ACTOR_UNKNOWN") }
    let all = told.union(nameCodes).union(subjectCodes).union(clockCodes)
    return Answer(isPermit: false, told: told, all: all)
  }

  // MARK: Names

  var purpose: PurposeDefinition? { policy.purposes.first { $0.name == request.purpose } }
  private var isGroup: Bool { policy.groups.contains { $0.name == request.purpose } }
  private var knowsActor: Bool { policy.actors.contains { $0.name == request.actor } }
  private var knowsChannel: Bool {
    guard let channel = request.channel else { return true }
    return policy.channels.contains(channel)
  }
  private var knowsRecipient: Bool {
    request.recipient == "self" || policy.recipients.contains { $0.name == request.recipient }
  }
  private var knowsOperation: Bool {
    ["use", "share", "profile", "combine"].contains(request.operation)
  }
  private var hasUnknownCategory: Bool { request.categories.contains { leaves(under: $0).isEmpty } }

  /// What is asked for, and `share` if it is for anybody else.
  private var operations: Set<String> {
    request.recipient == "self" ? [request.operation] : [request.operation, "share"]
  }

  private var nameCodes: Set<String> {
    var codes: Set<String> = []
    if !knowsActor { codes.insert("ACTOR_UNKNOWN") }
    if !knowsChannel { codes.insert("CHANNEL_UNKNOWN") }
    if !knowsRecipient { codes.insert("RECIPIENT_UNKNOWN") }
    if !knowsOperation { codes.insert("OPERATION_UNKNOWN") }
    if hasUnknownCategory { codes.insert("CATEGORY_UNKNOWN") }
    if request.categories.isEmpty { codes.insert("REQUEST_INVALID") }
    if request.operation == "share", request.recipient == "self" {
      codes.insert("REQUEST_INVALID")
    }
    return codes
  }

  private func isAt(_ name: String, orBelow node: String) -> Bool {
    name == node || name.hasPrefix(node + ".")
  }

  private func leaves(under name: String) -> [String] {
    guard policy.categories.contains(where: { $0.name == name }) else { return [] }
    return policy.categories.filter { $0.isLeaf && isAt($0.name, orBelow: name) }.map(\.name)
  }

  private var leaves: Set<String> { Set(request.categories.flatMap { leaves(under: $0) }) }

  // MARK: The policy's part

  private func policyCodes(_ purpose: PurposeDefinition) -> Set<String> {
    var codes: Set<String> = []
    if knowsActor, !purpose.actors.contains(request.actor) { codes.insert("ACTOR_NOT_PERMITTED") }
    var allowed = Set(purpose.operations.operations.map(\.rawValue))
    if purpose.recipients.contains(where: { $0 != "self" }) { allowed.insert("share") }
    if knowsOperation, !operations.isSubset(of: allowed) { codes.insert("OPERATION_NOT_ALLOWED") }
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
    if basis(purpose) == .legitimateInterest, isStale(purpose) { codes.insert("ASSESSMENT_STALE") }
    return codes
  }

  private func basis(_ purpose: PurposeDefinition) -> Basis { purpose.basis }

  /// Whether the request meets every dimension that the rule names, categories aside.
  private func matches(_ rule: NeverRule, _ purpose: PurposeDefinition) -> Bool {
    let purposes =
      rule.purposes.isEmpty || rule.purposes.contains { isAt(purpose.name, orBelow: $0) }
    let recipients = rule.recipients.isEmpty || rule.recipients.contains(request.recipient)
    let channels =
      rule.channels.isEmpty || request.channel.map { rule.channels.contains($0) } ?? false
    let actors = rule.actors.isEmpty || rule.actors.contains(request.actor)
    var operations = true
    if let named = rule.operations {
      operations = !self.operations.isDisjoint(with: named.operations.map(\.rawValue))
    }
    return purposes && recipients && channels && actors && operations
  }

  /// `review_by` holds through that UTC day.
  private func isStale(_ purpose: PurposeDefinition) -> Bool {
    guard let assessment = purpose.assessment else { return true }
    return world.time >= (assessment.reviewBy.day + 1) * 86_400_000
  }

  // MARK: The moment

  private func momentCodes(_ purpose: PurposeDefinition) -> Set<String> {
    subjectCodes.union(clockCodes).union(contactCodes(purpose))
  }

  private var subjectCodes: Set<String> {
    switch world.subject {
    case .unknown: ["SUBJECT_UNKNOWN"]
    case .erased: ["SUBJECT_ERASED"]
    case .active, .restricted: []
    }
  }

  private var clockCodes: Set<String> { world.clockIsTrusted ? [] : ["CLOCK_UNTRUSTED"] }

  private func contactCodes(_ purpose: PurposeDefinition) -> Set<String> {
    guard let rule = purpose.contact, request.channel != nil else { return [] }
    var codes: Set<String> = []
    if let quiet = rule.quiet, isQuiet(quiet) { codes.insert("QUIET_HOURS") }
    if let most = rule.atMost {
      let counted = world.contacts.filter { contact in
        // Open again exactly D after the contact.
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
    let from = Int64(quiet.fromMinute)
    let until = Int64(quiet.untilMinute)
    // Every quiet minute in turn, over midnight too.
    var quietMinute = from
    while quietMinute != until {
      if quietMinute == minute { return true }
      quietMinute = (quietMinute + 1) % day
    }
    return false
  }

  // MARK: The permission's part

  private func part(_ leaf: String, _ purpose: PurposeDefinition) -> Part {
    var part = Part()
    if !purpose.categories.contains(leaf) { part.codes.insert("CATEGORY_NOT_ALLOWED") }
    for rule in policy.never where matches(rule, purpose) {
      if rule.categories.contains(where: { isAt(leaf, orBelow: $0) }) {
        part.codes.insert("NEVER:" + rule.id)
      }
    }
    let consent = consentCodes(leaf, nil, purpose)
    part.codes.formUnion(consent.codes)
    part.grounds = consent.grounds
    part.isReleased = part.codes.isEmpty

    let origins = Set(world.origins[leaf] ?? [])
    var open = 0
    for origin in origins {
      var codes: Set<String> = []
      if !purpose.origins.contains(where: { $0.description == origin }) {
        codes.insert("ORIGIN_NOT_ALLOWED")
      }
      if consent.codes.isEmpty { codes.formUnion(consentCodes(leaf, origin, purpose).codes) }
      if codes.isEmpty { open += 1 }
      part.codes.formUnion(codes)
    }
    if !origins.isEmpty, open == 0 { part.isReleased = false }
    return part
  }

  /// The subject's part for one point: no codes, and the records that cover it; or codes.
  private func consentCodes(
    _ category: String?, _ origin: String?, _ purpose: PurposeDefinition
  ) -> (codes: Set<String>, grounds: Set<Int>) {
    switch world.subject {
    case .unknown, .erased: return ([], [])
    case .active, .restricted: break
    }
    let isConsent = purpose.basis == .consent
    let touching = touchingDenials(category, purpose)
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
      // The origin is the value's: if only that is missed, it alone is told.
      if origin != nil { return (["ORIGIN_NOT_CONSENTED"], []) }
      return (misses.filter { $0.count == fewest }.reduce(into: []) { $0.formUnion($1) }, [])
    }
    let covering = zip(live, misses).filter { $0.1.isEmpty }.map(\.0)
    let unanswered = touching.filter { no in
      !covering.contains { isConsent && word(world.records[$0]) > no.said }
    }
    guard unanswered.isEmpty else {
      return (
        Set(unanswered.map { isConsent ? wordCode($0) : "DENIED_BY_SUBJECT" })
          .union(["DENIED_BY_SUBJECT"]), []
      )
    }
    // Only what answers every denial itself carries the release.
    let grounds = covering.filter { index in
      touching.allSatisfy { word(world.records[index]) > $0.said }
    }
    return ([], Set(grounds))
  }

  private func wordCode(_ no: World.No) -> String {
    no.isRefusal ? "CONSENT_REFUSED" : "CONSENT_WITHDRAWN"
  }

  /// A consent's word counts at the earlier of its event time and its recording time.
  private func word(_ record: World.Record) -> Int64 { min(record.said, record.recorded) }

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
    if knowsOperation, !operations.isSubset(of: covered) { codes.insert("OPERATION_NOT_CONSENTED") }
    if let channel = request.channel, knowsChannel, !record.channels.contains(channel) {
      codes.insert("CHANNEL_NOT_CONSENTED")
    }
    if let origin, !record.origins.union(["volunteered", "observed"]).contains(origin) {
      codes.insert("ORIGIN_NOT_CONSENTED")
    }
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
    record.isConsent
      ? ["explicit-statement", "signed-statement", "recorded-statement"].contains(record.method)
      : purpose.article9 != nil
  }

  /// No record is live: the state of the most recent one.
  private func stateCodes(
    _ records: [Int], _ touching: [World.No], _ purpose: PurposeDefinition
  ) -> Set<String> {
    let isConsent = purpose.basis == .consent
    let latest = records.map { world.records[$0] }.max {
      ($0.changed, $0.order) < ($1.changed, $1.order)
    }
    guard let latest else {
      let missing = isConsent ? "CONSENT_MISSING" : "GROUND_MISSING"
      return touching.isEmpty ? [missing] : [missing, "DENIED_BY_SUBJECT"]
    }
    let isEarly = latest.state == .given && world.time < latest.from
    guard isConsent else { return isEarly ? ["GROUND_NOT_YET_VALID"] : ["GROUND_ENDED"] }
    switch latest.state {
    case .given:
      if isEarly { return ["CONSENT_NOT_YET_VALID"] }
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

  // MARK: Denials

  /// The denials whose node is the purpose or above it and whose every named dimension meets the request;
  /// none where the basis goes on in spite of them. Naming nothing in a dimension is not naming it.
  private func touchingDenials(_ category: String?, _ purpose: PurposeDefinition) -> [World.No] {
    if purpose.basis == .contract || purpose.basis == .legalObligation { return [] }
    return world.nos.filter { no in
      if let node = no.purpose, !isAt(purpose.name, orBelow: node) { return false }
      if let named = no.categories, !named.isEmpty {
        guard let category, named.contains(where: { isAt(category, orBelow: $0) }) else {
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
