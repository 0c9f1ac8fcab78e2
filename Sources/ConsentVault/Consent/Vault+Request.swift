import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// Records that a person is being asked for a consent: nothing is opened by it.
  ///
  /// An open request for the same purpose is asked anew: one record, a new version.
  ///
  /// - Parameters:
  ///   - subject: who is asked.
  ///   - purpose: a purpose leaf whose basis is consent.
  ///   - name: the notice shown: `id`, or `id.language` where it has several languages.
  /// - Returns: the record, in state `requested`.
  /// - Throws: ``VaultError`` `BASIS_MISMATCH`, `NOTICE_UNKNOWN`, `NOTICE_AMBIGUOUS`,
  ///   `SUBJECT_ERASED`, `OWNER_KEY_NEEDED`, and for a purpose that is unknown or a group.
  public func request(
    _ subject: SubjectID, purpose: String, notice name: String
  ) async throws(VaultError) -> Consent {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] transaction in
        var change = try Change.of(subject, in: transaction, self)
        let terms = try change.policy.leafPurpose(purpose)
        guard terms.basis == .consent else {
          throw VaultError(
            .refused, "BASIS_MISMATCH", "`\(purpose)` rests on \(terms.basis.rawValue)",
            hint: "only purposes whose basis is consent are asked for")
        }
        let notice = try NoticeRow.named(name, in: transaction)
        let open = try change.permissions(of: terms.number)
          .first { $0.permission.state == .requested }
        let permission = Permission(
          id: try open?.permission.id ?? transaction.freshIdentifier(),
          version: (open?.permission.version ?? 0) + 1, kind: .consent, purpose: terms.number,
          scope: Scope(categories: terms.categories, channels: terms.channels),
          from: change.time, until: change.time, state: .requested, notice: notice.digest,
          retention: .zero, eventTime: change.time, recordedTime: change.time,
          changedTime: change.time, sequence: 0)
        _ = try change.key()
        let leaf = try change.record(
          .consentRequested, purpose: purpose,
          detail: LeafDetail(
            permissions: [permission.id], notice: "\(notice.id).\(notice.language)")
        ) { change in try change.write(permission, detail: nil, withKeys: false) }
        var view = try Consent(permission, change.policy, at: change.time, in: transaction)
        view.leaf = leaf
        return view
      }
    }
  }

  /// Records that the person closed the question without an answer: the request stays open.
  ///
  /// - Parameter id: the record of the request.
  /// - Returns: the record as it is now.
  /// - Throws: ``VaultError`` `PERMISSION_UNKNOWN`; `ILLEGAL_TRANSITION` unless it is requested;
  ///   `OWNER_KEY_NEEDED`.
  public func dismiss(_ id: Identifier) async throws(VaultError) -> Consent {
    try await change(id, to: "dismissed", from: [.requested], .consentRequested, text: "dismissed")
    {
      $0
    }
  }

  /// Records that an authority, a court or the DPO found a consent void.
  ///
  /// - Parameters:
  ///   - id: the consent.
  ///   - finding: the reference of the finding; kept sealed in the leaf.
  /// - Returns: the record as it is now.
  /// - Throws: ``VaultError`` `REFERENCE_MISSING` for an empty one; `PERMISSION_UNKNOWN`;
  ///   `ILLEGAL_TRANSITION` unless it is given, expired or imported without proof; `OWNER_KEY_NEEDED`.
  public func invalidate(
    _ id: Identifier, finding: String
  ) async throws(VaultError) -> Consent {
    guard !finding.isEmpty else {
      throw VaultError(
        .usage, "REFERENCE_MISSING", "a finding needs a reference",
        hint: "name the decision of the authority, the court or the data protection officer")
    }
    return try await change(
      id, to: "invalidated", from: [.given, .expired, .unproven], .invalidated, text: finding
    ) { permission in
      var permission = permission
      permission.state = .invalidated
      return permission
    }
  }

  private func change(
    _ id: Identifier, to name: String, from states: [PermissionState], _ type: LeafType,
    text: String, _ edit: @escaping @Sendable (Permission) -> Permission
  ) async throws(VaultError) -> Consent {
    try await atTheDoor {
      try requireOwner()
      return try await store.write { [self] transaction in
        var (change, row) = try Change.ofPermission(id, in: transaction, self)
        guard row.permission.kind == .consent else { throw VaultError.unknownPermission(id) }
        guard states.contains(row.permission.state) else {
          throw VaultError.illegalTransition(row.permission.state, to: name)
        }
        row.permission = edit(row.permission)
        let leaf = try change.record(
          type, purpose: change.registry.name(row.permission.purpose) ?? "",
          detail: LeafDetail(permissions: [id], text: text)
        ) { change in
          try change.close(row, as: row.permission.state, eventTime: change.time)
        }
        var view = try Consent(
          change.permissions().first { $0.permission.id == id }?.permission ?? row.permission,
          change.policy, at: change.time, in: transaction)
        view.leaf = leaf
        return view
      }
    }
  }
}
