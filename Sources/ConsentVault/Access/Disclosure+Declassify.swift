import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

/// A value that has left the guard: bytes that anybody may copy, print and keep.
public struct DeclassifiedValue: Hashable, Sendable {
  /// What it is.
  public let value: DisclosedValue
  /// The plaintext; nobody wipes it.
  public let bytes: [UInt8]
  /// The plaintext as UTF-8, repaired where it is none.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension Disclosure {
  /// Gives up the guard over what was released: the one way to get at bytes that can be kept.
  ///
  /// First a leaf is written that says so, with the reason, the purpose, the categories and the permissions
  /// that it rests on; it stands in the subject's history. The disclosure is gone afterwards, also if this
  /// throws.
  ///
  /// - Parameter reason: why a lent view is not enough, in words: 1 to 256 bytes of UTF-8 without control
  ///   characters, and never personal data. It is kept sealed in the leaf.
  /// - Returns: what was released, in the order of ``values``.
  /// - Throws: ``VaultError`` `REASON_MISSING`, `REASON_INVALID`; `SUBJECT_ERASED` if the subject has
  ///   been erased since; the code of a denial, such as `CONSENT_WITHDRAWN`, if it would not be released
  ///   any more; whatever else keeps the leaf from being written. Then nothing is given out.
  public consuming func declassify(
    because reason: String
  ) async throws(VaultError) -> [DeclassifiedValue] {
    let (vault, source) = (self.vault, self.source)
    try await atTheDoor {
      try Self.check(reason)
      _ = try await vault.store.write(vault.options.durability) { transaction in
        try vault.recordDeclassification(of: source, because: reason, in: transaction)
      }
    }
    return declassified()
  }

  /// The same on the caller's thread, for tools and tight loops.
  ///
  /// It blocks until the leaf is written: not for a task of the cooperative pool.
  ///
  /// - Parameter reason: as for ``declassify(because:)``.
  /// - Returns: as ``declassify(because:)``.
  /// - Throws: as ``declassify(because:)``.
  public consuming func declassifyNow(
    because reason: String
  ) throws(VaultError) -> [DeclassifiedValue] {
    let (vault, source) = (self.vault, self.source)
    try atTheDoor {
      try Self.check(reason)
      _ = try vault.store.writeNow(vault.options.durability) { transaction in
        try vault.recordDeclassification(of: source, because: reason, in: transaction)
      }
    }
    return declassified()
  }

  private borrowing func declassified() -> [DeclassifiedValue] {
    zip(values, plaintexts).map { value, plaintext in
      // Safe: the copy is made while the bytes are lent.
      let bytes = unsafe plaintext.bytes.withBytes { unsafe Array($0) }
      return DeclassifiedValue(value: value, bytes: bytes)
    }
  }

  /// The longest reason, in bytes of UTF-8.
  private static var longestReason: Int { 256 }

  private static func check(_ reason: String) throws {
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw VaultError(
        .usage, "REASON_MISSING", "there is no reason",
        hint: "say in a few words why the data has to leave the guard")
    }
    guard reason.isLine(within: longestReason) else {
      throw VaultError(
        .usage, "REASON_INVALID",
        "a reason is at most \(longestReason) bytes without control characters",
        hint: "say it in a few words, and name nobody")
    }
  }
}

extension Vault {
  /// Writes the leaf that says that what an access released has left the guard.
  fileprivate func recordDeclassification(
    of settled: Settled, because reason: String, in transaction: WriteTransaction
  ) throws -> UInt64 {
    guard !options.isRehearsal else {
      throw VaultError(
        .refused, "NOT_RELEASED", "a rehearsal gives nothing out", hint: "leave --dry-run out")
    }
    // Somebody readmitted since is a new subject under the old id.
    guard let subject = try transaction.subject(settled.hearing.id),
      subject.id == settled.hearing.dossier?.subject.id, let secret = subject.record.logSecret
    else { throw VaultError.subjectErased }
    try refuseWhatIsStopped(of: settled, in: transaction)
    var detail = detail(of: settled.hearing)
    detail.text = reason
    return try transaction.append(
      .declassified, about: .init(subject.id, secret: secret, changesState: false),
      names: settled.hearing.inquiry.names, policy: transaction.policyNumber(),
      encoded: detail.encoded())
  }

  /// Decides again about what was released: a "no" that was said since counts here too.
  private func refuseWhatIsStopped(
    of settled: Settled, in transaction: WriteTransaction
  ) throws {
    let hearing = try hear(
      settled.hearing.inquiry.request, about: settled.hearing.id, in: transaction)
    var facts = hearing.facts
    // The access was the contact, and was counted then.
    facts.contacts = []
    let now = hearing.policy.decide(hearing.inquiry.resolved, facts)
    var reasons: Reasons = now.isPermit ? [] : now.told
    for before in settled.hearing.outcome.categories where before.isReleased {
      guard let category = now.categories.first(where: { $0.number == before.number }) else {
        reasons.insert(.categoryUnknown)
        continue
      }
      let stored = facts.origins[before.number]
      let isStopped = before.released.entries.contains {
        stored.contains($0.origin) && category.released[$0.origin] == nil
      }
      if isStopped || !category.isReleased { reasons.formUnion(category.reasons) }
    }
    guard let code = reasons.codes(nevers: now.nevers).first else { return }
    throw VaultError(.refused, code, ReasonText.message(code), hint: ReasonText.hint(code))
  }
}
