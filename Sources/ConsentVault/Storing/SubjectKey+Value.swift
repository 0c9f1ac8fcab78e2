import VaultCrypto
import VaultModel
import VaultPolicy
import VaultStore

extension SubjectKey {
  /// Opens a stored value, for an owner.
  ///
  /// It opens in the present epoch of its category only: one of before was resealed when the epoch was raised,
  /// so it was put back.
  ///
  /// - Throws: `StoreError` of code `integrity`.
  func open(
    _ row: ValueRow, of subject: StoredSubject, _ vault: Identifier, _ registry: Registry
  ) throws(StoreError) -> SecretBytes {
    guard let place = ValuePlace(row, of: subject.id, vault, registry) else {
      throw StoreError.integrity("a value")
    }
    do throws(CryptoError) {
      let epoch = subject.record.epoch(of: place.category)
      return try categoryKey(place.category, epoch: epoch).open(row.sealed, at: place)
    } catch { throw StoreError.integrity("a value of `\(place.category)`") }
  }
}
