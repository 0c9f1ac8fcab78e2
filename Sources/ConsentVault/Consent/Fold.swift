import VaultCrypto
import VaultPolicy
import VaultStore

/// The raising of epochs: what is left of some categories is sealed under new keys, and the other permissions
/// that cover them get those, so that a key kept from before opens nothing that is stored later.
struct Fold {
  private let categories: Set<String>
  private let numbers: NumberSet<CategoryKind>
  private let registry: Registry

  /// For an owner; `categories` by name.
  init(of categories: Set<String>, _ registry: Registry) {
    self.categories = categories
    self.registry = registry
    numbers = NumberSet(categories.compactMap { registry.number($0) })
  }

  /// Raises the epochs in the record, which the caller then writes.
  ///
  /// The subject's key is unwrapped only if something is to be sealed anew: most that run out leave nothing.
  ///
  /// `permissions` are all of the subject that may have an envelope, and `values` all that stay.
  ///
  /// - Returns: the permissions whose envelopes were rewritten.
  func run(
    on subject: inout StoredSubject, _ permissions: [PermissionRow], _ values: [ValueRow],
    in transaction: WriteTransaction
  ) throws -> [PermissionRow] {
    let before = subject
    try subject.record.raiseEpochs(of: categories)
    let values = values.filter { numbers.contains($0.category) }
    let permissions = permissions.filter {
      $0.envelope != nil && !$0.permission.scope.categories.isDisjoint(with: numbers)
    }
    guard !values.isEmpty || !permissions.isEmpty else { return [] }
    // Without the key nothing can be sealed anew; what closes is closed all the same, and nothing of the
    // epochs before opens for anybody.
    guard let key = try Self.key(of: subject, transaction.keys) else { return [] }
    for row in values { try reseal(row, of: before, as: subject, key, in: transaction) }
    return try permissions.map { row in
      let names = registry.names(row.permission.scope.categories)
      let keys = try names.map { name in
        let epoch = subject.record.epoch(of: name)
        return (name, epoch, try key.categoryKey(name, epoch: epoch))
      }
      return try transaction.write(envelopeOf: keys, for: row, registry: registry)
    }
  }

  private static func key(
    of subject: StoredSubject, _ keys: KeyChain
  ) throws(CryptoError) -> SubjectKey? {
    guard let wrapped = subject.wrapped else { return nil }
    do throws(CryptoError) {
      return try keys.unwrapSubjectKey(wrapped, for: subject.id)
    } catch {
      guard error == .authenticationFailed || error == .malformed else { throw error }
      return nil
    }
  }

  /// Seals a value anew.
  ///
  /// One that does not open is left as it is, in an epoch that no key fits any more: whoever damages a row
  /// must not keep a permission open. `ledger verify` names it.
  private func reseal(
    _ row: ValueRow, of before: StoredSubject, as after: StoredSubject, _ key: SubjectKey,
    in transaction: WriteTransaction
  ) throws {
    guard let place = ValuePlace(row, of: after.id, transaction.keys.vault, registry) else {
      return
    }
    let old = try key.categoryKey(place.category, epoch: before.record.epoch(of: place.category))
    let new = try key.categoryKey(place.category, epoch: after.record.epoch(of: place.category))
    let sealed: [UInt8]
    do throws(CryptoError) {
      sealed = try new.seal(old.open(row.sealed, at: place), for: place)
    } catch {
      // Any other failure is the machine's, and must not cost the value.
      guard error == .authenticationFailed || error == .malformed else { throw error }
      return
    }
    try transaction.write(
      ValueRow(
        category: row.category, key: row.key, version: row.version, origin: row.origin,
        collectedAt: row.collectedAt, sealed: sealed),
      of: after.id)
  }
}
