@_spi(FixedClock) import ConsentVault
import ConsentVaultTesting
import Measuring

/// A vault of people with one consent and one value each, of which some end at one instant, under a clock that
/// stands still until it is moved.
struct Membership: Sendable {
  static let request = Request(
    actor: "campaign", purpose: "news-7", categories: ["contact.email"])

  let vault: Vault
  let clock: SteppableClock
  /// Those whose consents end first.
  let due: [SubjectID]
  /// The first instant at which they are permitted no more.
  let end: Timestamp

  init(at path: String, of count: Int, due dueCount: Int) async throws {
    let keyFile = path + ".key"
    try Vault.create(
      at: path, compiledPolicy: ShopPolicy.text,
      notices: ["news.en": "We write to you about news."], keyFile: keyFile,
      keepRecoveryCode: { _ in }
    ).close()
    let start = SystemTime().now()
    clock = SteppableClock(start)
    vault = try Vault.openNow(at: path, unlockedBy: .keyFile(keyFile), clock: clock)
    end = start.advanced(by: .days(1)) ?? .latest
    let later = start.advanced(by: .days(100)) ?? .latest
    // One in so many, so that those who are due lie among the others.
    let step = count / dueCount
    let value = NewValue(category: "contact.email", bytes: [UInt8](repeating: 0x61, count: 100))
    var due: [SubjectID] = []
    for first in stride(from: 0, to: count, by: 1_000) {
      var rows: [ImportedRow] = []
      for number in first..<min(count, first + 1_000) {
        let id = try SubjectID("customer-\(10_000_000 + number)")
        let isDue = number % step == 0
        if isDue { due.append(id) }
        var row = ImportedRow(subject: id, source: "line \(number)")
        row.grants = [
          Grant(
            purpose: "news-7", end: .at(isDue ? end : later), notice: "news.en",
            method: "web-form", eventTime: start)
        ]
        row.values = [value]
        rows.append(row)
      }
      let taken = try await vault.importRows(rows)
      precondition(taken.outcomes.allSatisfy { $0.granted == 1 && $0.values == 1 })
    }
    try vault.close()
    self.due = due
  }

  /// How many of `subjects` are permitted now.
  func permitted(_ subjects: some Sequence<SubjectID>) throws -> Int {
    var count = 0
    for subject in subjects
    where try vault.check(subject, Self.request).verdict == .permit { count += 1 }
    return count
  }
}
