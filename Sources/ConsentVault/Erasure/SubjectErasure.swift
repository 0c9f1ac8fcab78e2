import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

/// The erasure of one subject, inside a transaction.
///
/// All of it is decided before anything is written. Then the gate closes and the keys go, in one row;
/// then the other rows; then what a ground still needs is written for its new subject.
struct SubjectErasure {
  private let transaction: WriteTransaction
  private let policy: CompiledPolicy
  private let vault: Vault
  private let subject: StoredSubject
  private let permissions: [PermissionRow]
  /// How many values there are.
  private let values: Int
  private let kept: [KeptGround]

  init(
    of subject: StoredSubject, in transaction: WriteTransaction, _ vault: Vault
  ) throws {
    self.transaction = transaction
    self.vault = vault
    self.subject = subject
    let policy = try vault.policy(in: transaction)
    self.policy = policy
    values = try transaction.valueCount(of: subject.id)
    permissions = try transaction.permissions(of: subject, registry: policy.registry)
    kept = try permissions.compactMap {
      try KeptGround($0, of: subject, policy, in: transaction)
    }
  }

  /// Makes the changes and writes the leaf, which says when the person asked for it, if they did.
  func run(requested: Timestamp?) throws -> Erasure {
    let oldKey = try kept.isEmpty ? nil : unwrappedKey()
    var detail = LeafDetail(eventTime: requested, grounds: kept.map(\.told))
    let (unlinked, recipients) = try unlinkLeaves()
    detail.recipients = recipients
    detail.counts = [
      // How many leaves lost their subject is told, so that nobody can unlink one more and roll a "no"
      // back.
      Erasure.Count.unlinked: unlinked,
      Erasure.Count.values: UInt64(values - keptValues),
      Erasure.Count.permissions: UInt64(permissions.count - kept.count),
    ]
    // The leaf names nobody: it is sealed for the vault, and its tag is the vault's.
    let leaf = try transaction.append(
      .erased, about: nil, actor: vault.options.typist, policy: policy.number, detail: detail)
    try transaction.erase(subject, leaf: leaf)
    if let oldKey {
      for ground in kept { try ground.write(from: oldKey, in: transaction, vault) }
    }
    var erasure = try Erasure(detail, leaf: leaf, time: transaction.time, changed: true)
    erasure.horizon = try transaction.horizon(of: leaf)
    return erasure
  }

  /// How many of the values a ground keeps; two grounds may keep the same.
  private var keptValues: Int {
    struct Place: Hashable {
      let category: CategoryNumber
      let key: [UInt8]
    }
    var places: Set<Place> = []
    for ground in kept {
      for value in ground.values {
        places.insert(Place(category: value.category, key: Array(value.key.utf8)))
      }
    }
    return places.count
  }

  private func unwrappedKey() throws -> SubjectKey {
    // An open ground has an envelope, and its keys come from the subject's own.
    guard let wrapped = subject.wrapped else { throw StoreError.integrity("a subject") }
    return try transaction.keys.unwrapSubjectKey(wrapped, for: subject.id)
  }

  /// Takes the subject away from beside its leaves, and reads in them, for the last time, whom its data
  /// was given to.
  private func unlinkLeaves() throws -> (count: UInt64, recipients: [String]) {
    try transaction.catchUpHistory()
    var recipients: Set<String> = []
    let count = try transaction.unlinkLeaves(of: subject.id) { leaf in
      guard leaf.type.givesData, let secret = subject.record.logSecret else { return }
      let detail = try LeafDetail(decoding: secret.open(private: leaf.sealed))
      if let recipient = detail.recipient { recipients.insert(recipient) }
    }
    return (count, recipients.sorted())
  }
}

extension LeafType {
  /// Whether data left the vault, perhaps for a recipient that the private part names.
  fileprivate var givesData: Bool { self == .permit || self == .exported }
}
