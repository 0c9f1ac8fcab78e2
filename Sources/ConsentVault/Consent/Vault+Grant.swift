import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// Records a consent, and wraps the keys of exactly the data that it covers into its row.
  ///
  /// An open request for the same purpose becomes this consent; otherwise it is a new record.
  ///
  /// - Parameters:
  ///   - subject: who consents; taken into the vault if it does not know them.
  ///   - grant: what they said yes to, and how.
  /// - Returns: the record.
  /// - Throws: ``VaultError`` of kind `refused`: `BASIS_MISMATCH`, `METHOD_NOT_ALLOWED`,
  ///   `ILLEGAL_METHOD`, `NOTICE_UNKNOWN`, `NOTICE_NOT_ALLOWED`, `LIFETIME_TOO_LONG`,
  ///   `EVIDENCE_REQUIRED`, `ILLEGAL_GIVER`, names that the policy does not have; `SUBJECT_ERASED`.
  ///   Of kind `usage`: `METHOD_UNKNOWN`, `NOTICE_AMBIGUOUS`, `END_BEFORE_START`.
  ///   `OWNER_KEY_NEEDED`.
  public func grant(_ subject: SubjectID, _ grant: Grant) async throws(VaultError) -> Consent {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] transaction in
        var change = try Change.of(subject, in: transaction, self)
        return try give(grant, &change).view(change)
      }
    }
  }

  func give(_ grant: Grant, _ change: inout Change) throws -> RecordedPermission {
    let terms = try change.policy.leafPurpose(grant.purpose)
    let consent = try Terms(grant, terms, change, typist: options.typist)
    // A yes that is older than the question does not answer it.
    let requested = try change.permissions(of: terms.number).first {
      $0.permission.state == .requested && $0.permission.eventTime <= consent.from
    }
    var permission = Permission(
      id: try requested?.permission.id ?? change.transaction.freshIdentifier(), kind: .consent,
      purpose: terms.number,
      scope: try change.policy.scope(ofConsent: grant.scope, for: terms), from: consent.from,
      until: consent.until, state: .given, method: consent.method, notice: consent.notice.digest,
      retention: terms.definition.retention, eventTime: consent.from,
      recordedTime: change.time, changedTime: consent.from, sequence: 0)
    permission.version = (requested?.permission.version ?? 0) + 1
    let detail = PermissionDetail(
      giver: grant.giver, evidence: grant.evidence, source: grant.source)
    return try write(permission, detail, consent, .given, terms, &change)
  }

  /// Renews a consent that is given or expired: fresh notice, evidence and end; the same record.
  ///
  /// A renewal is a new word: it answers denials and resets the start. The scope stays as it was. A
  /// consent that was imported without proof is renewed into one that opens.
  ///
  /// - Parameters:
  ///   - id: the consent.
  ///   - end: when it ends now; not when it ended before.
  ///   - notice: the notice shown this time: `id`, or `id.language`.
  ///   - method: how it was given this time, such as `web-form`.
  ///   - giver: who said yes this time.
  ///   - evidence: SHA-256 of the form, letter or recording.
  ///   - eventTime: when it was said; nil is now, and before now needs evidence.
  /// - Returns: the record as it is now.
  /// - Throws: ``VaultError`` `PERMISSION_UNKNOWN`; `ILLEGAL_TRANSITION` for a record that is
  ///   final; `END_UNCHANGED`; and as ``grant(_:_:)``.
  public func renew(
    _ id: Identifier, end: Grant.End, notice: String, method: String, giver: Giver = .subject,
    evidence: Digest? = nil, eventTime: Timestamp? = nil
  ) async throws(VaultError) -> Consent {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] transaction in
        var (change, row) = try Change.ofPermission(id, in: transaction, self)
        var permission = row.permission
        let registry = change.registry
        guard permission.kind == .consent, let purpose = registry.name(permission.purpose) else {
          throw VaultError.unknownPermission(id)
        }
        guard [.given, .expired, .unproven].contains(permission.state) else {
          throw VaultError.illegalTransition(permission.state, to: "given")
        }
        let terms = try change.policy.leafPurpose(purpose)
        let grant = Grant(
          purpose: purpose, end: end, notice: notice, method: method, giver: giver,
          evidence: evidence, eventTime: eventTime)
        let consent = try Terms(grant, terms, change, typist: options.typist)
        guard consent.until != permission.until else {
          throw VaultError(
            .refused, "END_UNCHANGED", "a renewal needs an end of its own",
            hint: "name another end with --for or --until")
        }
        permission.version += 1
        permission.from = consent.from
        permission.until = consent.until
        permission.state = .given
        permission.method = consent.method
        permission.notice = consent.notice.digest
        permission.retention = terms.definition.retention
        permission.eventTime = consent.from
        permission.recordedTime = change.time
        permission.changedTime = consent.from
        var detail = PermissionDetail(giver: giver, evidence: evidence)
        detail.earlier = try change.words(of: row)
        return try write(permission, detail, consent, .renewed, terms, &change).view(change)
      }
    }
  }

  private func write(
    _ permission: Permission, _ detail: PermissionDetail, _ consent: Terms, _ type: LeafType,
    _ terms: CompiledPurpose, _ change: inout Change
  ) throws -> RecordedPermission {
    try eraseUncovered(of: change)
    let sealed = try detail.sealed(by: change.key(), for: permission.id)
    let leaf = try change.record(
      type, purpose: terms.definition.name,
      detail: LeafDetail(
        categories: change.registry.names(permission.scope.categories),
        permissions: [permission.id], eventTime: permission.eventTime, until: permission.until,
        notice: "\(consent.notice.id).\(consent.notice.language)",
        method: consent.method.rawValue)
    ) { change in
      // One that is over already, as an imported one may be, is history: it opens nothing.
      try change.write(permission, detail: sealed, withKeys: permission.until > change.time)
      try change.transaction.bringDueForward(to: permission.until, for: change.subject.id)
    }
    return RecordedPermission(permission: permission, detail: detail, leaf: leaf)
  }

  /// A yes that has been held against the policy.
  private struct Terms {
    let from: Timestamp
    let until: Timestamp
    let method: ConsentMethod
    let notice: NoticeRow

    init(
      _ grant: Grant, _ terms: CompiledPurpose, _ change: Change, typist: String
    ) throws {
      guard terms.basis == .consent, let rule = terms.definition.consent else {
        throw VaultError(
          .refused, "BASIS_MISMATCH",
          "`\(grant.purpose)` rests on \(terms.basis.rawValue), not on consent",
          hint: "record what it rests on with `cvault ground open`")
      }
      method = try Self.method(grant.method, allowed: rule.methods, for: grant.purpose)
      switch grant.giver {
      case .guardian(typist), .agent(typist):
        throw VaultError(
          .refused, "ILLEGAL_GIVER", "the operator cannot be the giver of a consent",
          hint: "name the subject, a guardian or an agent who gave it")
      default: break
      }
      notice = try NoticeRow.named(grant.notice, in: change.transaction)
      let accepted = terms.definition.notices
      guard accepted.isEmpty || accepted.contains(notice.id) else {
        throw VaultError(
          .refused, "NOTICE_NOT_ALLOWED",
          "the policy does not accept the notice `\(notice.id)` for `\(grant.purpose)`",
          hint: "it accepts \(accepted.joined(separator: ", "))")
      }
      from = grant.eventTime ?? change.time
      guard from >= change.time || grant.evidence != nil || grant.source != nil else {
        throw VaultError(
          .refused, "EVIDENCE_REQUIRED", "a consent dated before its recording needs evidence",
          hint: "give the form or letter with --evidence-file")
      }
      guard from >= change.time || !change.isBeforeErasure(from) else {
        throw VaultError(
          .refused, "CONSENT_BEFORE_ERASURE", "the consent is from before the person was erased",
          hint: "ask again: nothing from before an erasure counts")
      }
      until = try Self.end(grant.end, from: from, longest: rule.maxLifetime)
    }

    private static func method(
      _ name: String, allowed: [ConsentMethod], for purpose: String
    ) throws(VaultError) -> ConsentMethod {
      guard !ConsentMethod.never.contains(name) else {
        throw VaultError(
          .refused, "ILLEGAL_METHOD", "`\(name)` is no consent",
          hint: "ask, and record the answer")
      }
      guard let method = ConsentMethod(rawValue: name) else {
        let all = ConsentMethod.allCases.map(\.rawValue).joined(separator: ", ")
        throw VaultError(
          .usage, "METHOD_UNKNOWN", "there is no method `\(name)`", hint: "one of \(all)")
      }
      guard allowed.contains(method) else {
        throw VaultError(
          .refused, "METHOD_NOT_ALLOWED",
          "the policy does not accept `\(name)` for `\(purpose)`",
          hint: "it accepts \(allowed.map(\.rawValue).joined(separator: ", "))")
      }
      return method
    }

    private static func end(
      _ end: Grant.End, from: Timestamp, longest: TimeSpan
    ) throws(VaultError) -> Timestamp {
      let latest = from.advanced(by: longest) ?? .latest
      let until: Timestamp?
      switch end {
      case .longest: until = latest
      case .after(let span): until = from.advanced(by: span)
      case .at(let time): until = time
      }
      guard let until, until <= latest else {
        throw VaultError(
          .refused, "LIFETIME_TOO_LONG", "the policy allows at most \(longest), until \(latest)",
          hint: "choose an earlier end")
      }
      guard until > from else {
        throw VaultError(
          .usage, "END_BEFORE_START", "the end \(until) is not after the start \(from)",
          hint: "choose a later end")
      }
      return until
    }
  }
}

extension NoticeRow {
  /// The newest notice of a name: `id.language`, or `id` where it has one language only.
  static func named(_ name: String, in snapshot: Snapshot) throws -> NoticeRow {
    let all = try snapshot.notices()
    if let exact = all.last(where: { "\($0.id).\($0.language)" == name }) { return exact }
    let named = all.filter { $0.id == name }
    let languages = Set(named.map(\.language)).sorted()
    guard languages.count <= 1 else {
      throw VaultError(
        .usage, "NOTICE_AMBIGUOUS", "the notice `\(name)` has several languages",
        hint: "name one: \(languages.map { "\(name).\($0)" }.joined(separator: ", "))")
    }
    guard let notice = named.last else {
      throw VaultError(
        .refused, "NOTICE_UNKNOWN", "the vault holds no notice `\(name)`",
        hint: "put it into notices/ beside the policy and load the policy again")
    }
    return notice
  }
}

extension Identifier {
  /// A fresh id for a record.
  static func random() throws -> Identifier { try Random.identifier() }
}
