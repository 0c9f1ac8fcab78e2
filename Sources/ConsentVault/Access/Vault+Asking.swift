import VaultPolicy
import VaultStore

/// What a request by name and one in a policy's types have in common; `P` is what the caller knows of the
/// purpose.
extension Vault {
  /// Looks up what is asked under the policy in force.
  typealias Resolving = (CompiledPolicy) -> Inquiry

  func access<P>(
    _ subject: SubjectID, resolving resolve: Resolving
  ) async throws(VaultError) -> Access<P> {
    try await atTheDoor {
      let prepared = try hear(about: subject, resolving: resolve)
      let final = try await store.write(options.durability) { [self] in
        try settle(prepared, in: $0)
      }
      return release(final)
    }
  }

  func accessNow<P>(
    _ subject: SubjectID, resolving resolve: Resolving
  ) throws(VaultError) -> Access<P> {
    try atTheDoor { () throws -> Access<P> in
      let prepared = try hear(about: subject, resolving: resolve)
      return release(
        try store.writeNow(options.durability) { [self] in try settle(prepared, in: $0) })
    }
  }

  @specialized(where P == AnyPurpose, Subjects == [SubjectID])
  func access<P, Subjects: Sequence<SubjectID>>(
    _ subjects: Subjects, batch: Int, resolving resolve: Resolving,
    _ body: (SubjectID, consuming Access<P>) async throws -> Void
  ) async throws {
    var waiting: [SubjectID] = []
    for subject in subjects {
      waiting.append(subject)
      guard waiting.count >= max(1, batch) else { continue }
      try await accessBatch(waiting, resolving: resolve, body)
      waiting.removeAll(keepingCapacity: true)
    }
    try await accessBatch(waiting, resolving: resolve, body)
  }

  @specialized(where P == AnyPurpose)
  private func accessBatch<P>(
    _ subjects: [SubjectID], resolving resolve: Resolving,
    _ body: (SubjectID, consuming Access<P>) async throws -> Void
  ) async throws {
    guard !subjects.isEmpty else { return }
    let final: [Settled] = try await atTheDoor {
      let prepared = try store.read { snapshot in
        let (inquiry, moment) = (resolve(try policy(in: snapshot)), try moment(of: snapshot))
        return try hear(inquiry, about: subjects, at: moment, in: snapshot)
      }
      return try await store.write(options.durability) { [self] transaction in
        try prepared.map { try settle($0, in: transaction) }
      }
    }
    for (subject, settled) in zip(subjects, final) {
      try await body(subject, release(settled))
    }
  }
}
