import CSQLite
import ConsentVault
import ConsentVaultTesting
import Testing

@testable import VaultStore

/// After an error nobody knows what SQLite holds in memory: the connection does nothing any more.
@Suite struct PoisonedConnectionTests {
  private let test: TestVault
  private var path: String { test.path + "/data.db" }

  init() throws {
    FaultyDisk.install()
    test = try RetailVault.make()
  }

  private func connection(
    _ mode: Connection.Mode = .write, busyTimeout: Int32 = 0
  ) throws -> Connection {
    try Connection(
      path: path, pages: SealedPages(test.vault.keys), mode: mode, busyTimeout: busyTimeout)
  }

  /// One tile that no ledger has, so that a transaction has something to write.
  private func addTile(_ connection: Connection) throws {
    try connection.run(.insertTile, .integer(9), .integer(9), .bytes([]))
  }

  /// What a connection can be asked for; each of them fails on one that is poisoned.
  private static let requests: [(name: String, ask: @Sendable (Connection) throws -> Void)] = [
    ("begin", { try $0.run(.begin) }),
    ("begin immediate", { try $0.run(.beginImmediate) }),
    ("commit", { try $0.run(.commit) }),
    ("rollback", { try $0.run(.rollback) }),
    ("a query", { _ = try $0.first(.ledgerEnd) { (_) throws(StoreError) in true } }),
    ("a query of many rows", { try $0.each(.tiles) { (_) throws(StoreError) in } }),
    ("execute", { try $0.execute("PRAGMA synchronous=FULL") }),
    ("text", { _ = try $0.text("SELECT 1") }),
    ("checkpoint", { _ = try $0.checkpoint(.passive) }),
  ]

  private func expectPoisoned(_ connection: Connection, _ comment: Comment) {
    #expect(connection.isPoisoned, comment)
    for request in Self.requests {
      #expect(throws: StoreError(.inputOutput, ""), "\(comment): \(request.name)") {
        try request.ask(connection)
      }
    }
  }

  @Test func aSoundConnectionAnswersEveryRequest() throws {
    let connection = try connection()
    for request in Self.requests where request.name != "begin immediate" {
      if request.name == "rollback" { try connection.run(.begin) }
      try request.ask(connection)
    }
    #expect(!connection.isPoisoned)
  }

  @Test(arguments: [SQLITE_IOERR | 1 << 8, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_NOMEM])
  func aReadThatFailsPoisons(_ code: Int32) async throws {
    let connection = try connection(.read)
    let failed = await FaultyDisk.failing(
      .read, of: path, after: 0, isForGood: false, code: code
    ) {
      #expect(throws: StoreError.self) { try connection.each(.policies) { _ in } }
    }
    #expect(failed == 1)
    expectPoisoned(connection, "\(code)")
  }

  @Test(
    arguments: [(FaultyDisk.Call.write, SQLITE_IOERR | 3 << 8), (.write, SQLITE_FULL)]
      + [(.sync, SQLITE_IOERR | 4 << 8)])
  func aCommitThatFailsPoisons(_ call: FaultyDisk.Call, _ code: Int32) async throws {
    let connection = try connection()
    try connection.run(.beginImmediate)
    try addTile(connection)
    let failed = await FaultyDisk.failing(call, of: path, after: 0, isForGood: false, code: code) {
      #expect(throws: StoreError.self) { try connection.run(.commit) }
    }
    #expect(failed == 1)
    expectPoisoned(connection, "\(call)")
  }

  @Test func aBeginThatFailsPoisons() async throws {
    let connection = try connection()
    _ = await FaultyDisk.failing(.lockIndex, of: path, after: 0, isForGood: false) {
      #expect(throws: StoreError(.inputOutput, "")) { try connection.run(.beginImmediate) }
    }
    expectPoisoned(connection, "begin")
  }

  @Test func aCheckpointThatFailsPoisons() async throws {
    let connection = try connection()
    try connection.run(.beginImmediate)
    try addTile(connection)
    try connection.run(.commit)
    let failed = await FaultyDisk.failing(.write, of: path, after: 0, isForGood: false) {
      #expect(throws: StoreError.self) { try connection.checkpoint(.passive) }
    }
    #expect(failed == 1)
    expectPoisoned(connection, "checkpoint")
  }

  @Test func aBusyLockAndABrokenConstraintDoNot() throws {
    let holder = try connection()
    try holder.run(.beginImmediate)
    let connection = try connection()
    #expect(throws: StoreError(.busy, "")) { try connection.run(.beginImmediate) }
    try holder.run(.rollback)
    try connection.run(.beginImmediate)
    try addTile(connection)
    #expect(throws: StoreError(.integrity, "")) { try addTile(connection) }
    #expect(!connection.isPoisoned)
    try connection.run(.rollback)
  }

  @Test func aPoisonedReaderIsNotGivenBack() async throws {
    let store = test.vault.store
    var seen: [ObjectIdentifier] = []
    func read() throws {
      try store.read { snapshot in
        seen.append(ObjectIdentifier(snapshot.connection))
        try snapshot.connection.each(.policies) { _ in }
      }
    }
    try read()
    try read()
    #expect(seen[0] == seen[1])
    // Kept alive, so that no new one takes its address.
    let kept = try store.read { $0.connection }
    _ = try await test.vault.withdraw(subject("anna"), purpose: nil)
    let failed = await FaultyDisk.failing(.read, of: path, after: 0, isForGood: true) {
      #expect(throws: StoreError.self) { try read() }
    }
    #expect(failed > 0 && kept.isPoisoned)
    try read()
    #expect(seen.last != seen[0])
  }
}
