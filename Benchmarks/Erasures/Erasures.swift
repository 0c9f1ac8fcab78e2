import ConsentVault
import Measuring
import Synchronization
import VaultStore

/// Erasing somebody with a thousand values by destroying one key, against deleting the rows and rebuilding
/// the file (P7).
@main struct Erasures {
  static func main() async throws {
    let arguments = Arguments()
    guard arguments.wants("erase", "P7") else { return }
    let folder = TemporaryFolder()
    defer { folder.remove() }
    let rounds = arguments.isQuick ? 3 : 7
    let small = 10_000
    var contest = Contest()
    try await addTierA(folder.path, small, rounds, to: &contest)
    try await addTierB(folder.path, small, rounds, to: &contest)
    try await addSealedRows(folder.path, small, rounds, to: &contest)
    try addPlainRows(folder.path, small, rounds, to: &contest)
    try await contest.run(rounds: rounds)
    Report.head("erase", asJSON: arguments.asJSON)
    Report.print("erase", contest.entries, asJSON: arguments.asJSON, ratios: true)
    for (name, beside) in [
      (sealedRows, "\(small) others"), (plainRows, "the values of \(small) others and no more"),
    ] {
      Goal(
        "P7", "erase a subject with \(Crowd.valuesOfLarge) values to tier a, times faster",
        contest.ratio(of: name, to: tierA), "×",
        comparedWith: "\(name), beside \(beside); strict, in-process", .atLeast(5, moonshot: 100)
      ).tell(asJSON: arguments.asJSON)
    }
  }

  private static let tierA = "erase to tier a"
  private static let sealedRows = "delete rows and VACUUM, the same vault"
  private static let plainRows = "delete rows and VACUUM, plain SQLite"

  /// Hands out one after another.
  private final class Queue<Item: Sendable>: Sendable {
    private let items: Mutex<[Item]>

    init(_ items: [Item]) { self.items = Mutex(items) }

    func next() -> Item {
      guard let item = items.withLock({ $0.popLast() }) else {
        fatalError("more rounds than customers")
      }
      return item
    }
  }

  private static func addTierA(
    _ folder: String, _ small: Int, _ rounds: Int, to contest: inout Contest
  ) async throws {
    let crowd = try await Crowd(at: folder + "/a.vault", small: small, large: rounds + 1)
    let waiting = Queue(crowd.large)
    contest.add(tierA, count: 1) {
      let done = try await crowd.vault.erase(waiting.next())
      precondition(done.tier == .logical && done.values == UInt64(Crowd.valuesOfLarge))
    }
  }

  private static func addTierB(
    _ folder: String, _ small: Int, _ rounds: Int, to contest: inout Contest
  ) async throws {
    let crowd = try await Crowd(at: folder + "/b.vault", small: small, large: rounds + 1)
    let waiting = Queue(crowd.large)
    contest.add("erase to tier b", count: 1) {
      let done = try await crowd.vault.erase(waiting.next(), tier: .disk)
      precondition(done.tier == .disk)
    }
  }

  private static func addSealedRows(
    _ folder: String, _ small: Int, _ rounds: Int, to contest: inout Contest
  ) async throws {
    let crowd = try await Crowd(at: folder + "/rows.vault", small: small, large: rounds + 1)
    let file = try SQLiteFile(
      crowd.path + "/data.db", pages: SealedPages(crowd.vault.keys))
    let waiting = Queue(
      try file.texts(
        """
        SELECT 'x''' || hex(subject) || '''' FROM value GROUP BY subject
        HAVING count(*) = \(Crowd.valuesOfLarge)
        """))
    contest.add(sealedRows, count: 1) {
      try file.delete(
        waiting.next(), from: ["value", "permission", "due", "history", "subject"])
    }
  }

  private static func addPlainRows(
    _ folder: String, _ small: Int, _ rounds: Int, to contest: inout Contest
  ) throws {
    let file = try SQLiteFile(folder + "/plain.db", pages: nil)
    try file.execute(
      """
      CREATE TABLE value(subject TEXT NOT NULL, category INTEGER NOT NULL, key TEXT NOT NULL, \
      version INTEGER NOT NULL, origin INTEGER NOT NULL, collected INTEGER NOT NULL, \
      value BLOB NOT NULL, PRIMARY KEY(subject, category, key)) STRICT, WITHOUT ROWID;
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < \(small - 1))
      INSERT INTO value SELECT 'small-' || i, 3, '', 1, 0, 1790000000000, zeroblob(100) FROM n;
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < \(rounds)),
      m(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM m WHERE k < \(Crowd.valuesOfLarge - 1))
      INSERT INTO value SELECT 'large-' || i, 3, k, 1, 0, 1790000000000, zeroblob(100) FROM n, m;
      PRAGMA wal_checkpoint(TRUNCATE)
      """)
    let waiting = Queue((0...rounds).map { "'large-\($0)'" })
    contest.add(plainRows, count: 1) {
      try file.delete(waiting.next(), from: ["value"])
    }
  }
}
