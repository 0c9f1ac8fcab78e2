import ConsentVault
import ConsentVaultTesting
import Testing

@testable import VaultStore

/// A database whose schema is not exactly ours is not opened.
@Suite struct SchemaTests {
  @Test(arguments: [
    "CREATE TRIGGER keep AFTER DELETE ON permission BEGIN INSERT INTO due VALUES(0, x'00'); END",
    "CREATE TABLE copy(a)", "CREATE INDEX more ON value(sealed)",
    "CREATE VIEW all_values AS SELECT * FROM value", "DROP INDEX due_by_subject",
    "ALTER TABLE notice ADD COLUMN note TEXT", "DROP TABLE history",
  ])
  func anExtraOrMissingObjectIsRefused(_ edit: String) async throws {
    let world = try await World()
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    try copy.raw().run(edit)
    #expect(copy.openingError() == "SCHEMA_CHANGED")
  }

  @Test func aTableUnderAnotherTablesNameIsRefused() async throws {
    let world = try await World()
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    let raw = try copy.raw()
    try raw.run("PRAGMA writable_schema=ON")
    try raw.run("UPDATE sqlite_schema SET sql=replace(sql, 'NOT NULL', '') WHERE name='value'")
    #expect(copy.openingError() == "SCHEMA_CHANGED")
  }

  @Test func anEarlierOrLaterVersionIsToldApart() async throws {
    let world = try await World()
    try world.vault.close()
    let copy = try VaultCopy(of: world.test)
    try copy.raw().run("PRAGMA user_version=0")
    #expect(copy.openingError() == "SCHEMA_CHANGED")
    try copy.raw().run("PRAGMA user_version=4000")
    #expect(copy.openingError() == "NEWER_FORMAT")
    // It says that it is of an earlier version, and has the tables of a later one.
    for version in 1..<Schema.currentVersion {
      try copy.raw().run("PRAGMA user_version=\(version)")
      #expect(copy.openingError() == "SCHEMA_CHANGED")
    }
    try copy.raw().run("PRAGMA user_version=\(Schema.currentVersion)")
    #expect(copy.openingError() == nil)
  }
}
