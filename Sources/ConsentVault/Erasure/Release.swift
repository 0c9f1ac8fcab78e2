import VaultStore

/// What a sweep takes away with the subjects that were kept for a ground alone, once that has ended.
struct Release: Sendable {
  private(set) var subjects = 0
  private(set) var values = 0
  /// How many leaves link to nobody any more; told, as by an erasure.
  private(set) var unlinked: UInt64 = 0

  /// Removes a subject and everything about it.
  mutating func remove(
    _ subject: StoredSubject, values: Int, in transaction: WriteTransaction
  ) throws {
    if subjects == 0 { try transaction.catchUpHistory() }
    unlinked += try transaction.unlinkLeaves(of: subject.id)
    try transaction.remove(subject)
    subjects += 1
    self.values += values
  }
}

extension Vault {
  /// Whether a subject is there for a ground alone that outlived an erasure.
  func isKept(_ subject: StoredSubject) throws -> Bool {
    guard let name = try name(of: subject) else { return false }
    return try SubjectID(name).isReserved
  }
}
