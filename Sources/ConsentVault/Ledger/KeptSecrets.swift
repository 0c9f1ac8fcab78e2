import VaultCrypto
import VaultLedger
import VaultStore

/// The log secrets of the subjects asked for last; a large vault has more than memory should hold.
struct KeptSecrets {
  let limit: Int
  /// K_log of each root that the vault had: what is nobody's was sealed under the root of its time.
  private let vaultSecrets: [LogSecret]
  private var kept: [Identifier: LogSecret] = [:]

  init(_ vaultSecrets: [LogSecret], limit: Int) {
    self.vaultSecrets = vaultSecrets
    self.limit = limit
  }

  /// The private part of a leaf about `subject`, or about nobody; nil where nobody can open it any more.
  mutating func detail(
    of leaf: Leaf, about subject: Identifier?, in snapshot: Snapshot
  ) throws -> LeafDetail? {
    let own = try secret(of: subject, in: snapshot)
    for secret in own.map({ [$0] }) ?? vaultSecrets {
      guard let plain = try? secret.open(private: leaf.sealed) else { continue }
      return try LeafDetail(decoding: plain)
    }
    return nil
  }

  /// The secret of a subject; nil for nobody, and for somebody erased.
  private mutating func secret(
    of id: Identifier?, in snapshot: Snapshot
  ) throws -> LogSecret? {
    guard let id else { return nil }
    if let secret = kept[id] { return secret }
    if kept.count >= limit { kept.removeAll(keepingCapacity: true) }
    let secret = try snapshot.subject(numbered: id)?.record.logSecret?.outsideSecureHeap()
    kept[id] = secret
    return secret
  }
}
