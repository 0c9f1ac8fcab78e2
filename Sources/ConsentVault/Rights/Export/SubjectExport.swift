import VaultCrypto
import VaultPolicy
import VaultStore

/// A person's data on its way to them: the leaf is written, and values are opened one at a time.
///
/// What is in memory is sealed; each value is opened for the length of a closure, and wiped after.
/// What stays trusted is the closure that gets the bytes.
public struct SubjectExport: ~Copyable, Sendable {
  /// Everything but the values' bytes.
  public let statement: SubjectStatement
  private let sealed: [SealedValue]

  init(_ statement: SubjectStatement, _ sealed: [SealedValue]) {
    self.statement = statement
    self.sealed = sealed
  }

  /// Lends the bytes of one value for the length of a closure.
  ///
  /// - Parameters:
  ///   - index: the value's place in the statement's values.
  ///   - body: gets the bytes. Whatever it copies out is neither guarded nor wiped any more.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws; ``VaultError`` `NOT_RELEASED` if nothing was released, because the
  ///   export was only rehearsed.
  public func withBytes<R>(of index: Int, _ body: (RawSpan) throws -> R) throws -> R {
    guard sealed.indices.contains(index) else {
      throw VaultError(
        .refused, "NOT_RELEASED", "a rehearsed export releases no data",
        hint: "leave --dry-run out")
    }
    let bytes = try atTheDoor { try sealed[index].opened() }
    return try bytes.withSpan(body)
  }
}

/// A value in memory, sealed, with the key that opens it.
struct SealedValue: Sendable {
  private let row: ValueRow
  private let place: ValuePlace
  private let key: CategoryKey

  /// - Throws: `StoreError` of kind integrity unless the value is of the category's present epoch.
  init(
    _ row: ValueRow, of subject: StoredSubject, _ subjectKey: SubjectKey, _ vault: Identifier,
    _ registry: Registry
  ) throws {
    guard let place = ValuePlace(row, of: subject.id, vault, registry) else {
      throw StoreError.integrity("a value")
    }
    self.row = row
    self.place = place
    key = try subjectKey.categoryKey(
      place.category, epoch: subject.record.epochs[place.category] ?? 0)
    // Opened once before a leaf says that it was given away, so that damage is found in time.
    _ = try opened()
  }

  func opened() throws -> SecretBytes {
    do throws(CryptoError) {
      return try key.open(row.sealed, at: place)
    } catch {
      throw StoreError.integrity("a value of `\(place.category)`")
    }
  }
}
