import ConsentVault
import ConsentVaultTesting
import Measuring
import Synchronization
import VaultModel

/// A vault of people with as many consents each and one value, under a clock that stands still until it is moved.
///
/// Those who are read stay as they are; whoever is changed or erased is handed out once.
final class Market: Sendable {
  static let request = Request(
    actor: "campaign", purpose: "news-0", categories: ["contact.email"])
  static let value = NewValue(
    category: "contact.email", bytes: [UInt8](repeating: 0x61, count: 100))

  let test: TestVault
  let readers: [SubjectID]
  private let used = Mutex(0)
  private let newcomers = Mutex(0)
  private let count: Int
  private let permissions: Int

  /// Makes a vault of `count` people of whom some of the first half are there to be read, in an order that
  /// their rows do not have.
  init(of count: Int, permissions: Int = 1) async throws {
    self.count = count
    self.permissions = permissions
    var options = Vault.Options()
    options.durability = .crashSafe
    test = try TestVault(
      policy: TestPolicy(
        compiled: ShopPolicy.text(purposes: max(ShopPolicy.purposes, permissions + 1)),
        notices: [.init(id: "news", text: "We write to you about news.")]),
      at: Self.start, options: options)
    var shuffle = Shuffle(seed: 1)
    let readers = min(count / 2, 20_000)
    self.readers = try (0..<readers).map { try Self.person($0 * (count / 2) / readers) }
      .shuffled(using: &shuffle)
    try await fill(0..<count, until: .longest)
  }

  private static let start = Timestamp(milliseconds: 1_790_000_000_000) ?? .earliest

  /// A consent to the purpose of that number.
  static func grant(_ purpose: Int) -> Grant {
    Grant(purpose: "news-\(purpose)", notice: "news.en", method: "web-form")
  }

  private static func person(_ number: Int) throws -> SubjectID {
    try SubjectID("customer-\(10_000_000 + number)")
  }

  /// Takes people in, a thousand consents in a transaction; the first of each ends at `end`.
  private func fill(_ numbers: Range<Int>, until end: Grant.End) async throws {
    let batch = max(1, 1_000 / permissions)
    for first in stride(from: numbers.lowerBound, to: numbers.upperBound, by: batch) {
      let rows = try (first..<min(first + batch, numbers.upperBound)).map { number in
        var row = ImportedRow(subject: try Self.person(number), source: "line \(number)")
        row.grants = (0..<permissions).map(Self.grant)
        for place in row.grants.indices { row.grants[place].eventTime = test.clock.now() }
        row.grants[0].end = end
        row.values = [Self.value]
        return row
      }
      let taken = try await test.vault.importRows(rows)
      precondition(taken.outcomes.allSatisfy { $0.granted == permissions && $0.values == 1 })
    }
  }

  /// Somebody with a consent and a value who was not handed out before.
  func somebody() throws -> SubjectID {
    let number = used.withLock { used in
      used += 1
      return count - used
    }
    precondition(number >= count / 2, "more rounds than people")
    return try Self.person(number)
  }

  /// Somebody whom the vault does not know.
  func newcomer() throws -> SubjectID { try Self.person(newcomers(1).lowerBound) }

  /// People of whom the first consent has just ended.
  func overdue(_ number: Int) async throws {
    let end = test.clock.now().advanced(by: .days(1)) ?? .latest
    try await fill(newcomers(number), until: .at(end))
    test.clock.set(to: end)
  }

  private func newcomers(_ number: Int) -> Range<Int> {
    newcomers.withLock { newcomers in
      newcomers += number
      return count + newcomers - number..<count + newcomers
    }
  }

  /// Reads somebody's value by the guarded door; a denial ends the benchmark.
  func read(_ subject: SubjectID, from vault: Vault) throws {
    let bytes =
      switch try vault.accessNow(subject, Self.request) {
      case .permitted(let disclosure): disclosure.withBytes(of: 0) { $0.byteCount }
      case .denied: 0
      }
    precondition(bytes == Self.value.bytes.count)
  }

  /// Reads many in one snapshot and one transaction of leaves.
  func read(_ subjects: ArraySlice<SubjectID>) async throws {
    var bytes = 0
    try await test.vault.access(subjects, Self.request, batch: subjects.count) { _, access in
      switch consume access {
      case .permitted(let disclosure): bytes += disclosure.withBytes(of: 0) { $0.byteCount }
      case .denied: break
      }
    }
    precondition(bytes == subjects.count * Self.value.bytes.count)
  }

  /// The vault once more, with nothing in its caches.
  func opened() throws -> Vault {
    var options = Vault.Options()
    options.durability = .crashSafe
    return try test.open(options: options)
  }
}
