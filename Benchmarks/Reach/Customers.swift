import ConsentVault
import Measuring
import VaultCrypto
import VaultLedger
import VaultModel
import VaultPolicy
import VaultStore

/// A vault with many consents, written by the store's own calls: the rows, keys, leaves and seals of a grant,
/// thousands in a transaction.
struct Customers {
  let vault: Vault
  private let registry: Registry
  private let purposes: [CompiledPurpose]
  private let start: Timestamp

  /// Makes a vault of `count` customers who gave consent to the first purposes of the shop each.
  init(at path: String, _ count: Int, purposes: Int) throws {
    vault = try Vault.create(
      at: path, compiledPolicy: ShopPolicy.text,
      notices: ["news.en": "We write to you about news."], keyFile: path + ".key",
      keepRecoveryCode: { _ in })
    let policy = try vault.policyInForceNow()
    registry = policy.registry
    self.purposes = Array(policy.allTerms.prefix(purposes))
    start = try vault.store.read { try $0.ledgerEnd().time }
    let batch = 5_000 / purposes
    for first in stride(from: 0, to: count, by: batch) {
      try add(first..<min(count, first + batch))
    }
    try vault.close()
  }

  private func add(_ numbers: Range<Int>) throws {
    try vault.store.writeNow { [self] transaction in
      for number in numbers {
        try add(SubjectID("customer-\(10_000_000 + number)"), to: transaction)
      }
    }
  }

  private func add(_ id: SubjectID, to transaction: WriteTransaction) throws {
    let keys = transaction.keys
    let secret = try LogSecret.random()
    var record = StateRecord()
    record.logSecret = secret
    var subject = StoredSubject(
      tag: try keys.tag(of: id), id: try Random.identifier(), record: record)
    let (key, wrapped) = try keys.makeSubjectKey(for: subject.id)
    var fields = FieldEncoder("cvault/v1/identity")
    fields.append(keys.vault)
    fields.append(subject.id)
    subject.wrapped = wrapped
    subject.identity = try key.seal(
      Array(id.text.utf8), label: "identity", context: fields.bytes)
    for terms in purposes {
      subject.record.leaf = transaction.nextLeaf
      subject.record.sequence += 1
      // Each at an instant of its own, as people give it.
      let from = start.backed(by: .seconds(Int64(subject.id.low % 20_000_000)))
      let permission = Permission(
        id: try Random.identifier(), kind: .consent, purpose: terms.number,
        scope: Scope(categories: terms.categories), from: from,
        until: from.advanced(by: terms.maxLifetime) ?? .latest, state: .given, method: .webForm,
        notice: Digest(bytes: [UInt8](repeating: 7, count: 32)), retention: .zero,
        eventTime: from, recordedTime: from, changedTime: from,
        sequence: subject.record.sequence)
      let categories = try registry.names(terms.categories).map {
        ($0, 0 as UInt32, try key.categoryKey($0, epoch: 0))
      }
      try transaction.write(
        permission, detail: [UInt8](repeating: 1, count: 120), keys: categories, of: &subject,
        registry: registry)
      _ = try transaction.append(
        .given, about: .init(subject.id, secret: secret, changesState: true), actor: "application",
        purpose: terms.definition.name, policy: 1, detail: LeafDetail(permissions: [permission.id]))
    }
    try transaction.write(subject)
  }

  /// Has customers say, before their consents, that they want nothing: each has to be asked about, and is
  /// reached all the same.
  func doubt(_ count: Int) throws {
    let ids = (0..<count).map { "customer-\(10_000_000 + $0)" }
    try vault.store.writeNow { [start] transaction in
      for id in ids {
        guard var subject = try transaction.subject(SubjectID(id)) else { continue }
        let long = start.backed(by: .days(300))
        subject.record.denials.append(
          Denial(
            id: try Random.identifier(), word: .refused, scope: Denial.Scope(purpose: nil),
            eventTime: long, recordedTime: long))
        try transaction.write(subject)
      }
    }
  }
}
