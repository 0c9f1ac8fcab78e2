import VaultLedger
import VaultPolicy
import VaultStore

/// What an objection did.
public struct Objection: Hashable, Sendable {
  /// The denials that stand now, one for each purpose or group that the objection is about.
  public let revocations: [Revocation]
  /// Purposes under them that an objection does not stop: they rest on a contract or a legal duty.
  public let unaffected: [String]
}

extension Vault {
  /// The group that direct marketing is looked for under, in a policy that has one of this name.
  private static let directMarketing = "marketing"

  /// Records that a person objects (GDPR Article 21): a withdrawal that stops what rests on a
  /// legitimate interest, and neither a contract nor a legal duty.
  ///
  /// It is never refused, needs no reason, and is taken for a subject in any state, also one never
  /// seen. Without a purpose it is about every purpose whose basis is a legitimate interest, and
  /// about direct marketing whatever its basis (Article 21(2)): what is named `marketing` in the
  /// policy, or lies under it.
  ///
  /// - Parameters:
  ///   - subject: who objects.
  ///   - purpose: a leaf or a group; nil is as above.
  ///   - request: the request that this answers, if there is one; an owner's key is needed then.
  ///   - eventTime: when it was said; nil is now.
  /// - Returns: the denials that stand now, and what goes on all the same.
  /// - Throws: ``VaultError`` `PURPOSE_UNKNOWN`; `REQUEST_UNKNOWN`, `REQUEST_CLOSED`,
  ///   `REQUEST_MISMATCH`; never for the subject's state.
  public func object(
    _ subject: SubjectID, purpose: String? = nil, answering request: Identifier? = nil,
    eventTime: Timestamp? = nil
  ) async throws(VaultError) -> Objection {
    try await atTheDoor {
      try await store.write { [self] transaction in
        let policy = try policy(in: transaction)
        let purposes = purpose.map { [$0] } ?? Self.objectionable(in: policy)
        // Names are held against the policy first: a "no" must not be lost to a typing mistake.
        let scopes = try purposes.map { try policy.scope(ofDenial: ScopeNames(), purpose: $0) }
        try answer(request, of: subject, [.objection], in: transaction)
        let revocations = try deny(
          subject, .withdrawn, zip(purposes, scopes).map { ($1, Names(purpose: $0)) },
          eventTime: eventTime, policy, in: transaction)
        return Objection(
          revocations: revocations,
          unaffected: policy.allTerms.filter { terms in
            !terms.basis.yieldsToDenial
              && scopes.contains { policy.isUnder(terms.number, $0.purpose) }
          }.map(\.definition.name))
      }
    }
  }

  /// What an objection is about that names no purpose.
  private static func objectionable(in policy: CompiledPolicy) -> [String] {
    let hasMarketing = policy.purposeNode(directMarketing) != nil
    return (hasMarketing ? [directMarketing] : [])
      + policy.policy.purposes.filter { purpose in
        purpose.basis == .legitimateInterest
          && !(hasMarketing && DottedName.isAtOrBelow(purpose.name, directMarketing))
      }.map(\.name)
  }
}
