import VaultLedger
import VaultStore

/// What the leaves say that the versions of the policy and their signatures must be; for `ledger verify`.
///
/// Every leaf names the number of the version that was in force, and the leaf of its loading gives the
/// digest: so the digest of the policy of every decision is in the ledger.
struct PolicyReplay {
  private var loaded: [String] = []
  /// The policy keys, each with the number of the version that brought it.
  private var keys: [String] = []

  /// Takes a leaf.
  mutating func read(_ read: ReadLeaf, _ index: UInt64) throws {
    let leaf = read.leaf
    if leaf.type == .policyLoaded { loaded.append(read.detail?.text ?? "") }
    guard leaf.policy == UInt32(loaded.count) else {
      throw VaultError.ledgerBroken("leaf \(index) names a policy that was not in force")
    }
    if leaf.type == .policyKey { keys.append("\(leaf.policy) \(read.detail?.text ?? "")") }
  }

  /// - Returns: how many rows were compared.
  func compare(with snapshot: Snapshot) throws -> Int {
    let rows = try snapshot.policies()
    guard rows.count == loaded.count else { throw Self.otherVersions }
    for (index, row) in rows.enumerated() {
      let before = index > 0 ? rows[index - 1] : nil
      // Before rollbacks were told in it, a leaf had the edition alone.
      guard Int(row.number) == index + 1,
        [row.edition, row.edition(over: before)].contains(loaded[index])
      else { throw Self.otherVersions }
    }
    guard rows.keys.map({ "\($0.row.number) \($0.key.text)" }) == keys else {
      throw VaultError.ledgerBroken("the policy keys are not those that the ledger recorded")
    }
    return rows.count + (try compareSignatures(of: rows, with: snapshot))
  }

  /// Every version since the first policy key has its signature, and every key the word of the one
  /// before.
  ///
  /// - Returns: how many signatures there are.
  private func compareSignatures(
    of rows: [PolicyRow], with snapshot: Snapshot
  ) throws -> Int {
    let notices = Dictionary(grouping: try snapshot.notices(), by: \.policy)
    var shown: [String: Digest] = [:]
    var before: VerifierKey?
    var count = 0
    for row in rows {
      let new = (notices[row.number] ?? []).map { ("\($0.id).\($0.language)", $0.digest) }
      shown.merge(new) { $1 }
      guard before != nil || row.signature != nil else { continue }
      guard let signature = row.signature, let statement = try? signature.statement() else {
        throw StoreError.integrity("a policy's signature")
      }
      try row.checkSignature()
      let signed = Dictionary(statement.notices.map { ($0.name, $0.digest) }) { $1 }
      // Notices stay when a version comes without them, so only its own must all be signed.
      guard new.allSatisfy({ signed[$0.0] == $0.1 }),
        signed.allSatisfy({ shown[$0.key] == $0.value })
      else { throw VaultError.ledgerBroken("a notice is not the one that was signed") }
      if let before, signature.key != before {
        let endorsement = PolicyKeyEndorsement(of: signature.key, by: before)
        guard (try? endorsement.verify(signature.endorsement ?? "")) != nil else {
          throw VaultError.ledgerBroken("a policy key has not the word of the one before")
        }
      }
      before = signature.key
      count += 1
    }
    guard try snapshot.signatureCount() == count else {
      throw VaultError.ledgerBroken("there are signatures of no policy version")
    }
    return count
  }

  private static let otherVersions = VaultError.ledgerBroken(
    "the policy versions are not those that the ledger recorded")
}
