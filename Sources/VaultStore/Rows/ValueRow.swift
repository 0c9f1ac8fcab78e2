package import VaultCrypto
package import VaultModel
package import VaultPolicy

/// One sealed value, as stored.
package struct ValueRow: Sendable {
  package let category: CategoryNumber
  package let key: String
  package let version: UInt32
  package let origin: OriginNumber
  package let collectedAt: Timestamp
  package let sealed: [UInt8]

  package init(
    category: CategoryNumber, key: String, version: UInt32, origin: OriginNumber,
    collectedAt: Timestamp, sealed: [UInt8]
  ) {
    self.category = category
    self.key = key
    self.version = version
    self.origin = origin
    self.collectedAt = collectedAt
    self.sealed = sealed
  }

  init(_ row: Statement) throws(StoreError) {
    category = try row.number(0)
    key = row.text(1)
    version = try row.unsigned(2)
    origin = try row.number(3)
    collectedAt = try row.time(4)
    sealed = row.bytes(5)
  }
}

extension ValuePlace {
  /// Where a stored value stands; nil if its numbers have no names: such a value opens nowhere.
  package init?(
    _ row: ValueRow, of subject: Identifier, _ vault: Identifier, _ registry: Registry
  ) {
    guard let category = registry.name(row.category), let origin = registry.name(row.origin) else {
      return nil
    }
    self.init(
      vault: vault, subject: subject, category: category, key: row.key, origin: origin,
      collectedAt: row.collectedAt, version: row.version)
  }
}
