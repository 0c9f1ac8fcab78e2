import VaultPolicy
import VaultStore

@testable import ConsentVault

extension Vault {
  /// What a read of its own sees of a subject; the same object again if it was kept.
  func dossier(_ id: SubjectID, _ request: Request = .styling) throws -> Dossier? {
    try store.read { try dossier(id, request, in: $0) }
  }

  func dossier(
    _ id: SubjectID, _ request: Request = .styling, in snapshot: Snapshot
  ) throws -> Dossier? {
    let inquiry = try inquiry(request, in: snapshot)
    guard let terms = inquiry.terms else { return nil }
    return try snapshot.dossier(
      of: id, for: terms.number, in: inquiry.categories, registry: inquiry.policy.registry)
  }

  /// Asks until what it learns is kept, and returns that; nil if it never is.
  func kept(_ id: SubjectID, _ request: Request = .styling) throws -> Dossier? {
    for _ in 0..<4 {
      guard let first = try dossier(id, request) else { return nil }
      if try dossier(id, request) === first { return first }
    }
    return nil
  }
  /// Which of a purpose's candidates a list does not read anew.
  func listedUnread(for purpose: String) throws -> Set<SubjectID> {
    try store.read { snapshot in
      let policy = try policy(in: snapshot)
      let terms = try policy.leafPurpose(purpose)
      let candidates = try snapshot.candidates(
        for: terms.number, in: terms.categories, after: nil, limit: 100, registry: policy.registry)
      return Set(candidates.compactMap(\.name))
    }
  }
}
