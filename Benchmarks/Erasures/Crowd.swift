import ConsentVault
import Measuring

/// A vault with many customers of one value each, and some of a thousand.
struct Crowd {
  static let value = [UInt8](repeating: 0x61, count: 100)
  static let valuesOfLarge = 1_000

  let path: String
  let vault: Vault
  /// Those of a thousand values.
  let large: [SubjectID]

  init(at path: String, small: Int, large count: Int) async throws {
    self.path = path
    let vault = try Vault.create(
      at: path, compiledPolicy: ShopPolicy.text,
      notices: ["news.en": "We write to you about news."], keyFile: path + ".key",
      keepRecoveryCode: { _ in })
    self.vault = vault
    large = try (0..<count).map { try SubjectID("large-\($0)") }
    let one = [NewValue(category: "contact.email", bytes: Self.value)]
    let many = (0..<Self.valuesOfLarge).map {
      NewValue(category: "contact.email", key: "\($0)", bytes: Self.value)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<small {
        if index >= 256 { try await group.next() }
        group.addTask { try await Self.fill(vault, SubjectID("small-\(index)"), one) }
      }
      try await group.waitForAll()
    }
    for subject in large { try await Self.fill(vault, subject, many) }
    try vault.close()
  }

  private static func fill(
    _ vault: Vault, _ subject: SubjectID, _ values: [NewValue]
  ) async throws {
    _ = try await vault.grant(
      subject, Grant(purpose: "news-7", notice: "news.en", method: "web-form"))
    _ = try await vault.put(subject, values)
  }
}
