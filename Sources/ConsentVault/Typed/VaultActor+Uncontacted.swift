extension VaultActor where P.Channel == NotListed {
  /// Reads data of a purpose that contacts nobody: decides, writes the leaf, and only then releases.
  ///
  /// The caller's executor is not blocked by the disk: a dedicated writer commits for everybody.
  ///
  /// - Parameters:
  ///   - subject: whose data is asked for.
  ///   - categories: one or more of the purpose.
  ///   - recipient: who gets the data; nil is the company itself.
  ///   - operation: what is done with it; nil is `use`.
  ///   - mode: every category or nothing, or the covered ones.
  /// - Returns: the data, or the reasons why not; both are leaves of the ledger by then.
  /// - Throws: ``VaultError`` if the vault cannot decide or cannot write the leaf; then nothing is
  ///   released.
  public func access(
    _ subject: SubjectID, _ categories: [P.Category],
    to recipient: P.Recipient? = nil, doing operation: P.Operation? = nil,
    mode: Request.Mode = .strict
  ) async throws(VaultError) -> Access<P> {
    let request = bound(Question(categories, via: nil, to: recipient, doing: operation, mode))
    return try await vault.access(subject, resolving: request.inquiry(of: vault))
  }

  /// The same on the caller's thread, for tools and tight loops.
  ///
  /// It blocks until the leaf is written: not for a task of the cooperative pool.
  ///
  /// - Parameters:
  ///   - subject: whose data is asked for.
  ///   - categories: one or more of the purpose.
  ///   - recipient: who gets the data; nil is the company itself.
  ///   - operation: what is done with it; nil is `use`.
  ///   - mode: every category or nothing, or the covered ones.
  /// - Returns: as ``access(_:_:to:doing:mode:)``.
  /// - Throws: as ``access(_:_:to:doing:mode:)``.
  public func accessNow(
    _ subject: SubjectID, _ categories: [P.Category],
    to recipient: P.Recipient? = nil, doing operation: P.Operation? = nil,
    mode: Request.Mode = .strict
  ) throws(VaultError) -> Access<P> {
    let request = bound(Question(categories, via: nil, to: recipient, doing: operation, mode))
    return try vault.accessNow(subject, resolving: request.inquiry(of: vault))
  }

  /// Reads data of many subjects, a batch at a time.
  ///
  /// Each batch is decided in one snapshot, and its leaves are written in one transaction.
  ///
  /// - Parameters:
  ///   - subjects: whose data is asked for, each decided on its own.
  ///   - categories: one or more of the purpose; the same for all.
  ///   - recipient: who gets the data; nil is the company itself.
  ///   - operation: what is done with it; nil is `use`.
  ///   - mode: every category or nothing, or the covered ones.
  ///   - batch: how many subjects share a snapshot, at least 1; their plaintext is in memory
  ///     together.
  ///   - body: gets each subject's answer, in order, after its leaf is written.
  /// - Throws: ``VaultError`` as ``access(_:_:to:doing:mode:)``, and what `body` throws; the
  ///   batches before stand, and so do the leaves of the batch that was given out in part.
  public func access(
    _ subjects: some Sequence<SubjectID>, _ categories: [P.Category],
    to recipient: P.Recipient? = nil, doing operation: P.Operation? = nil,
    mode: Request.Mode = .strict, batch: Int = 256,
    _ body: (SubjectID, consuming Access<P>) async throws -> Void
  ) async throws {
    let request = bound(Question(categories, via: nil, to: recipient, doing: operation, mode))
    try await vault.access(subjects, batch: batch, resolving: request.inquiry(of: vault), body)
  }

  /// Decides and releases nothing: a snapshot answer without a leaf.
  ///
  /// - Parameters:
  ///   - subject: whose data would be asked for.
  ///   - categories: one or more of the purpose.
  ///   - recipient: who would get the data; nil is the company itself.
  ///   - operation: what would be done with it; nil is `use`.
  ///   - mode: every category or nothing, or the covered ones.
  /// - Returns: the decision; a permit holds at its time only, and is decided again by an access.
  /// - Throws: ``VaultError`` as ``Vault/check(_:_:)``.
  public func check(
    _ subject: SubjectID, _ categories: [P.Category],
    to recipient: P.Recipient? = nil, doing operation: P.Operation? = nil,
    mode: Request.Mode = .strict
  ) throws(VaultError) -> Decision {
    let request = bound(Question(categories, via: nil, to: recipient, doing: operation, mode))
    return try vault.check(subject, resolving: request.inquiry(of: vault))
  }
}
