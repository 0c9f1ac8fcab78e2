import FoundationEssentials
import Testing
import VaultCrypto
import VaultModel

@testable import VaultStore

/// The tables of every version: as they were made in the field, and as they are made today.
@Suite struct SchemaTests {
  /// SHA-256 over the sorted statements of each version, joined by NUL.
  @Test(arguments: [
    (1, "7df5a3d1fa2202b9d466cc9c56722f870de1ad91fede037a549f8aae93559bb9"),
    (2, "6efb4f3a7d12731eb54b3c605e5b0ce6fa05571afd1a815ff22aef94e8bf4674"),
    (3, "3a983838fe76391931aeb97da7c432815d2aeeab84d16d32695b1bafffd1bd2e"),
    (4, "ee3b8a157f154e772cd0369aa9ddfc4346bd3bf8a60b87521d905883f1a529c9"),
  ])
  func theTablesOfAVersionNeverChange(_ version: Int, _ digest: String) {
    let text = Schema.statements(of: version).sorted().joined(separator: "\0")
    #expect(SHA256.digest(of: Array(text.utf8)).description == digest)
  }

  @Test func aVersionMakesEachTableOnceAndFirst() {
    for version in 1...Schema.currentVersion {
      let statements = Schema.statements(of: version)
      let tables = statements.filter { $0.hasPrefix("CREATE TABLE ") }.map(Schema.table)
      #expect(Set(tables).count == tables.count)
      for (place, statement) in statements.enumerated() {
        let made = statements.firstIndex {
          $0.hasPrefix("CREATE TABLE \(Schema.table(of: statement))(")
        }
        #expect(made.map { $0 <= place } == true)
      }
    }
  }

  @Test func aNewDatabaseIsOfThisVersionAndAnyOtherObjectIsRefused() throws {
    let folder = try VaultDirectoryTests.Folder()
    let file = try SecretBytes(copying: [UInt8](repeating: 7, count: 32))
    let keys = try Keyring.create(vault: Identifier(high: 1, low: 2), secret: .keyFile(file)).chain
    let connection = try Connection(
      path: folder.path + "/data.db", pages: SealedPages(keys), mode: .create, busyTimeout: 0)
    try Schema.create(on: connection)
    #expect(try Schema.check(connection) == Schema.currentVersion)
    for extra in [
      "CREATE INDEX extra ON value(origin)", "CREATE VIEW extra AS SELECT * FROM subject",
      "CREATE TABLE extra(a)",
    ] {
      try connection.execute("SAVEPOINT extra")
      try connection.execute(extra)
      #expect(throws: StoreError.self) { try Schema.check(connection) }
      try connection.execute("ROLLBACK TO extra")
    }
    #expect(try Schema.check(connection) == Schema.currentVersion)
  }

  /// What one page holds: SQLite must not put a record of ordinary length on a page of its own.
  @Test func longRowsLieInTablesWithRowids() {
    let statements = Schema.statements(of: Schema.currentVersion)
    for table in ["subject", "permission", "value", "policy", "bundle"] {
      let made = statements.first { $0.hasPrefix("CREATE TABLE \(table)(") }
      #expect(made?.hasSuffix("STRICT") == true && made?.contains("WITHOUT ROWID") == false)
    }
  }
}
