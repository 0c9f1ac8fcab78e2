import VaultCrypto
import VaultLedger
import VaultModel
import VaultPolicy
import VaultStore

extension Vault {
  /// Rewrites what rotations left under older keys, and then destroys those.
  ///
  /// It works in batches of one transaction and one leaf beside readers and writers, can be stopped at any
  /// point, and goes on the next time. A cancelled task ends it after the batch at hand. Without a
  /// rotation under way it does nothing.
  ///
  /// - Parameters:
  ///   - batch: how many subjects are rewritten in one transaction, up to 500.
  ///   - progress: gets the running total after each batch.
  /// - Returns: what was done.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; `INTEGRITY` if something opens under no key; the batches
  ///   before it stand.
  package func rewrap(
    batch: Int = 500, progress: (RewrapReport) -> Void = { _ in }
  ) async throws(VaultError) -> RewrapReport {
    try await atTheDoor {
      try requireOwner()
      guard !options.isRehearsal else { throw VaultError.noRehearsal }
      var report = RewrapReport()
      while true {
        let keyring = try Keyring.read(store.directory.keyring)
        guard keyring.isRewrapping else {
          if keyring.needsRepair { try await repairKeyring() }
          report.isComplete = true
          return report
        }
        guard try await pass(limit: min(max(1, batch), 500), &report, progress) else {
          return report
        }
        // What another process began while this one was under way is not rewritten where it had been
        // already: then it begins again, and passes over what is done.
        try await endRewrap(of: keyring.generation)
      }
    }
  }

  /// Ends the ending of a rotation that a crash cut off between the two halves of the keyring.
  private func repairKeyring() async throws {
    try await store.write { [self] transaction in
      let isRepaired = try store.rewriteKeyring(in: transaction) { keyring in
        try keyring.repairing(chain: keys)
      }
      guard isRepaired else { return }
      _ = try transaction.append(
        .keyEvent, about: nil, actor: options.typist, policy: transaction.policyNumber(),
        detail: LeafDetail(text: "both halves of the keyring written anew"))
    }
  }

  /// Looks at every subject once; false if the task was cancelled.
  private func pass(
    limit: Int, _ report: inout RewrapReport, _ progress: (RewrapReport) -> Void
  ) async throws -> Bool {
    report.seen = 0
    report.passes += 1
    report.subjects = try store.read { try $0.subjectCount() }
    var last: Identifier?
    repeat {
      let after = last
      let done = try await store.write { [self] transaction in
        let policy = try policy(in: transaction)
        let done = try transaction.rewrap(after: after, limit: limit, registry: policy.registry)
        if done.rewritten > 0 {
          _ = try transaction.append(
            .keyEvent, about: nil, actor: options.typist, policy: policy.number,
            detail: LeafDetail(
              counts: ["subjects": UInt64(done.rewritten)], text: "keys rewrapped"))
        }
        return done
      }
      last = done.last
      report.seen += done.subjects
      report.rewritten += done.rewritten
      if done.rewritten > 0 { report.batches += 1 }
      progress(report)
      if last != nil, Task.isCancelled { return false }
    } while last != nil
    return true
  }

  /// Destroys the older generations, if the keyring is still the one under which a whole pass was made.
  private func endRewrap(of generation: UInt64) async throws {
    try await store.write { [self] transaction in
      let hasEnded = try store.rewriteKeyring(in: transaction) { keyring in
        keyring.generation == generation ? try keyring.endingRewrap(chain: keys) : nil
      }
      guard hasEnded else { return }
      _ = try transaction.append(
        .keyEvent, about: nil, actor: options.typist, policy: transaction.policyNumber(),
        detail: LeafDetail(text: "rotation ended, and the older keys destroyed"))
    }
  }
}
