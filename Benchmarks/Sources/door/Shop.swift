import ConsentVault
import Measuring

/// The vault that is measured: subjects with one consent and one value each, under a policy of 25
/// purposes.
struct Shop {
  static let value = [UInt8](repeating: 0x61, count: 100)
  static let request = Request(
    actor: "campaign", purpose: "news-7", categories: ["contact.email"])

  let path: String
  let keyFile: String
  let vault: Vault
  let subjects: [SubjectID]

  /// Makes the vault with `count` subjects that hold nothing yet.
  init(at path: String, count: Int, durability: Durability) throws {
    self.path = path
    keyFile = path + ".key"
    var options = Vault.Options()
    options.durability = durability
    vault = try Vault.create(
      at: path, compiledPolicy: ShopPolicy.text,
      notices: ["news.en": "We write to you about news."],
      keyFile: keyFile, options: options, keepRecoveryCode: { _ in })
    subjects = try (0..<count).map { try SubjectID("customer-\(10_000_000 + $0)") }
  }

  /// Records the consent of each subject; many at once, so that they share commits.
  func grant(_ subjects: some Sequence<SubjectID>) async throws {
    let grant = Grant(purpose: "news-7", notice: "news.en", method: "web-form")
    try await together(subjects) { _ = try await vault.grant($0, grant) }
  }

  /// Stores the value of each subject.
  func put(_ subjects: some Sequence<SubjectID>) async throws {
    let value = NewValue(category: "contact.email", bytes: Self.value)
    try await together(subjects) { _ = try await vault.put($0, [value]) }
  }

  private func together(
    _ subjects: some Sequence<SubjectID>,
    _ body: @escaping @Sendable (SubjectID) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      var running = 0
      for subject in subjects {
        if running == 256 { try await group.next() } else { running += 1 }
        group.addTask { try await body(subject) }
      }
      try await group.waitForAll()
    }
  }
}
