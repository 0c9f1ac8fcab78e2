import VaultCrypto
import VaultPolicy
import VaultStore

extension Vault {
  /// The subjects whom a purpose may reach now: those about whom a partial request for the purpose's
  /// categories, over one of its channels, would be permitted.
  ///
  /// Nothing is released and no leaf is written; an access decides again.
  ///
  /// - Parameters:
  ///   - purpose: a purpose leaf.
  ///   - actor: who would ask; any actor of the purpose if it is left out.
  ///   - channel: how they would be contacted; any channel of the purpose if it is left out.
  ///   - limit: the most that are told.
  ///   - subject: the last one of the page before; nil for the first page.
  /// - Returns: the subjects, in an order that says nothing about them and stays.
  /// - Throws: ``VaultError`` `PURPOSE_UNKNOWN`, `PURPOSE_IS_GROUP`, `ACTOR_NOT_PERMITTED`,
  ///   `CHANNEL_NOT_ALLOWED` and the like; `OWNER_KEY_NEEDED`; `SUBJECT_UNKNOWN`, `SUBJECT_ERASED` for the page before.
  public func contactable(
    for purpose: String, as actor: String? = nil, over channel: String? = nil, limit: Int = 100,
    after subject: SubjectID? = nil
  ) throws(VaultError) -> [Contactable] {
    try atTheDoor {
      try store.read { snapshot in
        let question = try question(purpose, actor, channel, in: snapshot)
        try requireOwner()
        let last = try subject.map { try place(of: $0, in: snapshot) }
        return try page(question, after: last, limit: limit, in: snapshot).found
      }
    }
  }

  /// Every subject whom a purpose may reach, page by page.
  ///
  /// Whoever changes meanwhile may be told or not.
  ///
  /// - Parameters:
  ///   - purpose: a purpose leaf.
  ///   - actor: who would ask; any actor of the purpose if it is left out.
  ///   - channel: how they would be contacted; any channel of the purpose if it is left out.
  ///   - subject: the last one that is not wanted again; nil for all.
  ///   - body: gets each; no lock or snapshot is held then. False ends it.
  /// - Throws: as ``contactable(for:as:over:limit:after:)``, and whatever `body` throws.
  public func eachContactable(
    for purpose: String, as actor: String? = nil, over channel: String? = nil,
    after subject: SubjectID? = nil, _ body: (Contactable) throws -> Bool
  ) throws {
    try atTheDoor { try requireOwner() }
    var last: Identifier?
    if let subject { last = try atTheDoor { try store.read { try place(of: subject, in: $0) } } }
    repeat {
      let next = try atTheDoor {
        try store.read { snapshot in
          try page(
            question(purpose, actor, channel, in: snapshot), after: last, limit: 256, in: snapshot)
        }
      }
      for contactable in next.found {
        guard try body(contactable) else { return }
      }
      last = next.last
    } while last != nil
  }

  /// How many subjects a purpose may reach now.
  ///
  /// What only a permission's shape decides is counted by shape; the engine is asked about everybody else.
  ///
  /// - Parameters:
  ///   - purpose: a purpose leaf.
  ///   - actor: who would ask; any actor of the purpose if it is left out.
  ///   - channel: how they would be contacted; any channel of the purpose if it is left out.
  /// - Returns: the number, and why it is 0 for everybody's sake.
  /// - Throws: as ``contactable(for:as:over:limit:after:)``, and `VAULT_LOCKED` with the key of another
  ///   purpose; the purpose's own key is enough.
  public func countContactable(
    for purpose: String, as actor: String? = nil, over channel: String? = nil
  ) throws(VaultError) -> ContactableCount {
    try atTheDoor {
      try store.read { snapshot in
        let question = try question(purpose, actor, channel, in: snapshot)
        guard !question.isBarred else {
          return ContactableCount(
            count: 0, reasons: question.obstacles.codes(nevers: question.nevers))
        }
        return ContactableCount(count: try count(question, in: snapshot), reasons: [])
      }
    }
  }

  private func question(
    _ purpose: String, _ actor: String?, _ channel: String?, in snapshot: Snapshot
  ) throws -> ContactableQuestion {
    let (time, isTrusted) = try vaultTime(in: snapshot)
    let question = try ContactableQuestion(
      purpose, as: actor, over: channel, policy(in: snapshot), at: time,
      clockIsTrusted: isTrusted)
    guard keys.opens(purpose: purpose) else { throw VaultError.locked }
    return question
  }

  /// Where a subject stands in the order of a list.
  private func place(of subject: SubjectID, in snapshot: Snapshot) throws -> Identifier {
    guard let known = try snapshot.subject(subject) else { throw VaultError.subjectUnknown }
    guard known.record.status != .erased else { throw VaultError.subjectErased }
    return known.id
  }

  // MARK: a page

  /// Up to `limit` subjects behind `last`, and the last one of them if there may be more.
  private func page(
    _ question: ContactableQuestion, after last: Identifier?, limit: Int, in snapshot: Snapshot
  ) throws -> (found: [Contactable], last: Identifier?) {
    guard !question.isBarred, limit > 0 else { return ([], nil) }
    var found: [Contactable] = []
    var last = last
    while true {
      let candidates = try snapshot.candidates(
        for: question.terms.number, in: question.terms.categories, after: last,
        limit: max(16, min(limit, 256)), registry: question.policy.registry)
      guard let end = candidates.last else { return (found, nil) }
      last = end.subject.id
      for candidate in candidates {
        guard let contactable = try contactable(candidate, question, in: snapshot) else { continue }
        found.append(contactable)
        if found.count == limit { return (found, candidate.subject.id) }
      }
    }
  }

  /// A candidate by name, if the engine says that they are reached.
  ///
  /// INVARIANT: nobody is named on the word of a row that is not pinned.
  private func contactable(
    _ candidate: CandidateRecord, _ question: ContactableQuestion, in snapshot: Snapshot
  ) throws -> Contactable? {
    let facts = try facts(about: candidate, question, in: snapshot)
    guard let means = question.means(facts) else { return nil }
    guard let name = try candidate.name ?? name(of: candidate.subject).map(SubjectID.init) else {
      throw StoreError(.integrity, "there is a permission of nobody")
    }
    return Contactable(subject: name, means: means)
  }

  /// What the engine decides about a candidate from: the whole record, opened and checked.
  private func facts(
    about candidate: CandidateRecord, _ question: ContactableQuestion, in snapshot: Snapshot
  ) throws -> Facts {
    let record = candidate.subject.record
    var facts = question.facts(Facts.Subject(record.status), candidate.permissions)
    facts.denials = record.denials
    facts.origins = candidate.origins
    facts.contacts = try contacts(
      of: candidate.subject.id, for: question.terms, before: question.time, in: snapshot)
    return facts
  }

  // MARK: the count

  private func count(_ question: ContactableQuestion, in snapshot: Snapshot) throws -> Int {
    let purpose = question.terms.number
    var count = 0
    var open: Set<Int64> = []
    var asked: Set<Identifier> = []
    for shape in try snapshot.shapes(for: purpose) {
      guard let means = question.means(of: shape.shape) else {
        asked.formUnion(try snapshot.candidates(for: purpose, ofShape: shape.number))
        continue
      }
      guard means != nil else { continue }
      open.insert(shape.number)
      count += shape.count
    }
    for candidate in try snapshot.unsettled(for: purpose, at: question.time) {
      if let shape = candidate.shape, open.contains(shape) { count -= 1 }
      asked.insert(candidate.subject)
    }
    count -= try contacted(question, in: snapshot).count { subject in
      guard !asked.contains(subject), let shape = try snapshot.shape(of: subject, for: purpose)
      else { return false }
      return open.contains(shape)
    }
    for subject in asked {
      let candidate = try snapshot.candidate(
        subject, for: purpose, in: question.terms.categories, registry: question.policy.registry)
      if try question.means(facts(about: candidate, question, in: snapshot)) != nil { count += 1 }
    }
    return count
  }

  /// The subjects who have had so many contacts that there is no room for another.
  private func contacted(_ question: ContactableQuestion, in snapshot: Snapshot) throws
    -> [Identifier]
  {
    guard let start = question.contactsFrom else { return [] }
    var isFull: [Int: Bool] = [:]
    return try snapshot.contactCounts(for: question.terms.number, after: start).compactMap {
      entry in
      let answer = isFull[entry.count] ?? question.isFull(after: entry.count)
      isFull[entry.count] = answer
      return answer ? entry.subject : nil
    }
  }
}

extension VaultError {
  /// The key opens other purposes only.
  fileprivate static let locked = VaultError(
    .key, "VAULT_LOCKED", ReasonText.message("VAULT_LOCKED"),
    hint: ReasonText.hint("VAULT_LOCKED"))
}
