import ConsentVault
import Measuring
import Synchronization

/// What a grant, a put, a denial, a withdrawal, a revocation and an erasure take: one alone, and 256 at once.
///
/// Each round takes the next people through all of it, since nobody can be erased twice.
struct Changes {
  private static let together = 256

  private let vault: Vault
  private let people: [SubjectID]
  private let rounds: Int

  init(at path: String, rounds: Int, isQuick: Bool) throws {
    vault = try Vault.create(
      at: path, compiledPolicy: ShopPolicy.text,
      notices: ["news.en": "We write to you about news."], keyFile: path + ".key",
      keepRecoveryCode: { _ in })
    self.rounds = rounds
    // Of each round a third is withdrawn, a third revoked, a third denied; all of them are erased.
    let groups = isQuick ? 2 : 8
    people = try (0..<(rounds + 1) * (groups * Self.together + 64)).map {
      try SubjectID("customer-\(10_000_000 + $0)")
    }
  }

  func run(_ arguments: Arguments) async throws {
    let slice = people.count / (rounds + 1)
    let grant = Grant(purpose: "news-7", notice: "news.en", method: "web-form")
    let value = NewValue(category: "contact.email", bytes: [UInt8](repeating: 0x61, count: 100))
    let vault = vault
    var contest = Contest()
    add("grant", slice, to: &contest) { _ = try await vault.grant($0, grant) }
    add("put of one value", slice, to: &contest) { _ = try await vault.put($0, [value]) }
    add("put of another value", slice, to: &contest) { subject in
      var other = value
      other.bytes = Array(subject.text.utf8)
      _ = try await vault.put(subject, [other])
    }
    add("refuse another purpose", slice, to: &contest) {
      _ = try await vault.refuse($0, purpose: "news-8")
    }
    add("withdraw", slice, to: &contest) { _ = try await vault.withdraw($0, purpose: "news-7") }
    add("grant again", slice, to: &contest) { _ = try await vault.grant($0, grant) }
    add("revoke", slice, to: &contest) {
      _ = try await vault.revoke($0, purpose: "news-7", reason: "end of sale")
    }
    add("erase", slice, to: &contest) { _ = try await vault.erase($0) }
    try await contest.run(rounds: rounds)
    try vault.close()
    Report.head("change", asJSON: arguments.asJSON)
    Report.print("change", contest.entries, asJSON: arguments.asJSON, ratios: false)
  }

  /// Adds a change alone and the same change of so many at once; each round goes on with the next people.
  private func add(
    _ name: String, _ slice: Int, to contest: inout Contest,
    _ body: @escaping @Sendable (SubjectID) async throws -> Void
  ) {
    let people = people
    let done = Progress()
    let alone = 64
    contest.add("\(name), strict, one alone", count: alone) {
      let first = done.rounds * slice
      for subject in people[first..<first + alone] { try await body(subject) }
    }
    contest.add("\(name), strict, \(Self.together) at once", count: slice - alone) {
      let first = done.rounds * slice + alone
      done.rounds += 1
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (offset, subject) in people[first..<first + slice - alone].enumerated() {
          if offset >= Self.together { try await group.next() }
          group.addTask { try await body(subject) }
        }
        try await group.waitForAll()
      }
    }
  }

  /// How many rounds a change has done; used by one thread at a time.
  private final class Progress {
    var rounds = 0
  }
}
