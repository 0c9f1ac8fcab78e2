import VaultCrypto
import VaultPolicy
import VaultStore

extension Vault {
  /// Certifies an erasure, as far as it has come by now.
  ///
  /// It tells what was erased and kept, whom to tell, and which tiers are reached; it names nobody. Asked
  /// for again later, it is another file that may tell of a further tier.
  ///
  /// - Parameter leaf: the erasure's leaf (``Erasure/leaf``).
  /// - Returns: the certificate, signed; ``SignedStatement/verify(_:keys:)`` needs it and a key alone.
  /// - Throws: ``VaultError`` `ERASURE_UNKNOWN` for any other leaf; `ERASURE_PENDING` while a reader is
  ///   in the way of the scrub; `OWNER_KEY_NEEDED`.
  public func erasureCertificate(leaf: UInt64) async throws(VaultError) -> SignedStatement {
    let content = try atTheDoor { try certificate(of: leaf).json }
    return try await statement(content, kind: .erasureCertificate, about: leaf)
  }

  private func certificate(of leaf: UInt64) throws -> ErasureCertificate {
    try requireOwner()
    var (erasure, number) = try store.read { try self.erasure(recordedBy: leaf, in: $0) }
    try reach(&erasure)
    guard erasure.tier != nil else { throw VaultError.erasurePending }
    let rows = try store.read { try $0.policies() }
    guard let row = rows.first(where: { $0.number == number }) else {
      throw StoreError.integrity("the policy")
    }
    return ErasureCertificate(
      erasure, id: try Identifier.random().version4,
      policy: try Policy(canonicalJSON: row.canonical), pageEpoch: keys.currentPageEpoch)
  }
}

extension VaultError {
  /// A certificate is of what is done.
  fileprivate static let erasurePending = VaultError(
    .busy, "ERASURE_PENDING", "the write-ahead log still holds what was erased",
    hint: "somebody is reading the vault; try again in a moment, or after the next sweep")
}
