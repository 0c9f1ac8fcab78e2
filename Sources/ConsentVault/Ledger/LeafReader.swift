import VaultCrypto
import VaultLedger
import VaultStore

/// Reads leaves one by one, as far as each can be checked without the others; on every core at once.
struct LeafReader: Sendable {
  private let secrets: [Identifier: LogSecret]
  /// K_log of each root that the vault had, the present one first.
  private let vaultSecrets: [LogSecret]

  init(_ secrets: [Identifier: LogSecret], _ vaultSecrets: [LogSecret]) {
    self.secrets = secrets
    self.vaultSecrets = vaultSecrets
  }

  /// Reads the leaves of a transaction.
  ///
  /// - Throws: `VaultError` `LEDGER_BROKEN` for one that is not whose it says.
  func read(_ bundle: LeafBundle, _ subjects: [UInt8]) throws -> ReadBundle {
    var leaves: [ReadLeaf] = []
    leaves.reserveCapacity(bundle.count)
    for (offset, bytes) in bundle.leaves.enumerated() {
      leaves.append(
        try read(
          Leaf(decoding: bytes), bundle.first + UInt64(offset),
          Identifier(besideLeaf: offset, of: subjects)))
    }
    return ReadBundle(bundle: bundle, leaves: leaves)
  }

  private func read(_ leaf: Leaf, _ index: UInt64, _ subject: Identifier?) throws -> ReadLeaf {
    guard let subject else {
      let secret = try vaultSecrets.first { try $0.tag(leaf: index) == leaf.tag }
      guard let secret else {
        guard !leaf.type.isVaultLevel else { throw Self.wrongTag(index) }
        // A leaf of somebody erased: it opens for nobody, and its hash still holds.
        return ReadLeaf(leaf: leaf, subject: nil, isUnlinked: true, detail: nil)
      }
      return ReadLeaf(
        leaf: leaf, subject: nil, isUnlinked: false, detail: try detail(of: leaf, secret))
    }
    // Erasure takes the id away from beside the leaf, so whoever is named has a row.
    guard let secret = secrets[subject] else {
      throw VaultError.ledgerBroken("leaf \(index) is about a subject that is missing")
    }
    guard try secret.tag(leaf: index) == leaf.tag else { throw Self.wrongTag(index) }
    return ReadLeaf(
      leaf: leaf, subject: subject, isUnlinked: false, detail: try detail(of: leaf, secret))
  }

  /// The private part; nil where nothing follows from it for any row, or where it does not open.
  private func detail(of leaf: Leaf, _ secret: LogSecret) throws -> LeafDetail? {
    guard leaf.type != .permit, leaf.type != .deny else { return nil }
    // Used once and let go: a keyed context for every subject would not fit into the secure heap.
    let secret = vaultSecrets.contains { $0 === secret } ? secret : try secret.outsideSecureHeap()
    guard let bytes = try? secret.open(private: leaf.sealed) else { return nil }
    return try LeafDetail(decoding: bytes)
  }

  private static func wrongTag(_ index: UInt64) -> VaultError {
    .ledgerBroken("leaf \(index) has another subject's tag")
  }
}

/// The leaves of a transaction, each read.
struct ReadBundle: Sendable {
  let bundle: LeafBundle
  let leaves: [ReadLeaf]
}

/// A leaf, and what the keys tell of it.
struct ReadLeaf: Sendable {
  let leaf: Leaf
  /// Whose leaf it is; nil where it is about nobody or somebody erased.
  let subject: Identifier?
  /// Whether it was a subject's that is erased.
  let isUnlinked: Bool
  /// The private part, where it says what rows must be.
  let detail: LeafDetail?
}

extension VaultError {
  /// What the leaves say and what is stored do not fit.
  static func ledgerBroken(_ what: String) -> VaultError {
    VaultError(
      .integrity, "LEDGER_BROKEN", what,
      hint: "somebody edited the database, or it is damaged; keep it, and restore a backup")
  }
}

extension LeafType {
  /// Whether such a leaf is never a subject's.
  fileprivate var isVaultLevel: Bool {
    switch self {
    case .sweep, .policyLoaded, .policyKey, .keyEvent, .backup, .restore, .clockEvent, .erased: true
    default: false
    }
  }
}
