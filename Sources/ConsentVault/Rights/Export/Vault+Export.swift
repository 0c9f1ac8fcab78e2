import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// Hands a person's data out to them (GDPR Articles 15 and 20): the leaf first, then the values.
  ///
  /// Everything that is stored is told, what is only retained too, and of a person whose data is
  /// restricted as well.
  ///
  /// - Parameters:
  ///   - subject: whose data it is.
  ///   - scope: everything, or what the person may take elsewhere.
  ///   - form: in which form it will be handed over, for the leaf.
  ///   - request: the request that this answers, if there is one.
  /// - Returns: the statement, and the values behind it.
  /// - Throws: ``VaultError`` `SUBJECT_UNKNOWN`, `SUBJECT_ERASED`, `OWNER_KEY_NEEDED`;
  ///   `REQUEST_UNKNOWN`, `REQUEST_CLOSED`, `REQUEST_MISMATCH`. Then nothing is released.
  public func export(
    _ subject: SubjectID, _ scope: SubjectStatement.Scope = .access, as form: SubjectStatement.Form,
    answering request: Identifier? = nil
  ) async throws(VaultError) -> SubjectExport {
    try await atTheDoor { () async throws -> SubjectExport in
      try requireOwner()
      let (statement, sealed) = try await store.write { [self] transaction in
        guard let known = try transaction.subject(subject) else { throw VaultError.subjectUnknown }
        guard let secret = known.record.logSecret, known.record.status != .erased else {
          throw VaultError.subjectErased
        }
        // An access answers a wish for portability too, which asks for less.
        try answer(
          request, of: subject, scope == .access ? [.access, .portability] : [.portability],
          in: transaction)
        try transaction.catchUpHistory()
        let reader = try StatementReader(known, scope, in: transaction, self)
        var statement = try reader.statement(of: subject)
        let sealed = try reader.sealed()
        statement.leaf = try transaction.append(
          .exported, about: .init(known.id, secret: secret, changesState: false),
          actor: options.typist, policy: reader.policy.number,
          detail: LeafDetail(
            categories: Array(Set(statement.values.map(\.category))).sorted(),
            operation: scope.rawValue, request: request, method: form.rawValue,
            counts: ["values": UInt64(sealed.count)]))
        return (statement, options.isRehearsal ? [] : sealed)
      }
      return SubjectExport(statement, sealed)
    }
  }
}
