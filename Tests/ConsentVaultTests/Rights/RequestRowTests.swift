import ConsentVaultTesting
import Testing

@testable import ConsentVault

/// Somebody edits the rows of requests: `ledger verify` finds it, because the leaves say what they are.
@Suite struct RequestRowTests {
  /// Anna's extended request, Ben's answered one, one of nobody known, and one whose subject is erased.
  private func world() async throws -> (world: World, raw: RawDatabase, id: Identifier) {
    let world = try await World()
    let vault = world.vault
    let carl = subject("carl")
    _ = try await vault.grant(carl, .webForm("marketing.styling"))
    let id = try await vault.openRequest(of: world.anna, .access, note: "T-1").request.id
    _ = try await vault.extendRequest(id, reason: "many")
    let ben = try await vault.openRequest(of: world.ben, .restriction)
    _ = try await vault.refuseRequest(ben.request.id, because: .notApplicable, reason: "none")
    _ = try await vault.openRequest(of: subject("zoe"), .access)
    _ = try await vault.openRequest(of: carl, .portability)
    _ = try await vault.openRequest(of: carl, .erasure)
    _ = try await vault.erase(carl)
    _ = try vault.verifyLedger()
    return (world, try world.test.raw(), id)
  }

  private static let failures: Set = ["LEDGER_BROKEN", "INTEGRITY"]

  @Test(arguments: [
    "kind=2", "kind=99", "state=1", "state=3", "state=3, closed=1", "received=received-1",
    "due=due+1", "due=due-86400000", "closed=1", "leaf=leaf-1", "leaf=leaf+1", "leaf=0",
    "sealed=NULL", "sealed=zeroblob(80)", "subject=zeroblob(16)",
    "subject=zeroblob(16), sealed=NULL", "id=zeroblob(16)",
  ])
  func noColumnCanBeEdited(_ edit: String) async throws {
    let (world, raw, id) = try await world()
    try raw.run("UPDATE request SET \(edit) WHERE id=?", .blob(id.bytes))
    #expect(raw.changes == 1)
    let found = await code { _ = try world.vault.verifyLedger() }
    #expect(found.map(Self.failures.contains) ?? false, "\(found ?? "not found")")
  }

  @Test func everyRowThatIsTakenAwayIsMissed() async throws {
    let (world, raw, _) = try await world()
    let rows = try raw.run("SELECT * FROM request")
    #expect(rows.count == 5)
    for row in rows {
      try raw.run("DELETE FROM request WHERE id=?", row[0])
      #expect(await code { _ = try world.vault.verifyLedger() } == "LEDGER_BROKEN")
      let marks = row.map { _ in "?" }.joined(separator: ",")
      try raw.run("INSERT INTO request VALUES(\(marks))", all: row)
      _ = try world.vault.verifyLedger()
    }
  }

  @Test func aRowMoreIsFound() async throws {
    let (world, raw, _) = try await world()
    for row in try raw.run("SELECT * FROM request") {
      var copy = row
      copy[0] = .blob([UInt8](repeating: 9, count: 16))
      let marks = row.map { _ in "?" }.joined(separator: ",")
      try raw.run("INSERT INTO request VALUES(\(marks))", all: copy)
      let found = await code { _ = try world.vault.verifyLedger() }
      #expect(found.map(Self.failures.contains) ?? false)
      try raw.run("DELETE FROM request WHERE id=?", copy[0])
    }
    _ = try world.vault.verifyLedger()
  }

  @Test func anOlderRowPutBackIsFound() async throws {
    let world = try await World()
    let id = try await world.vault.openRequest(of: world.anna, .access).request.id
    let raw = try world.test.raw()
    let row = try raw.run("SELECT * FROM request")[0]
    _ = try await world.vault.answerRequest(id)
    let marks = row.map { _ in "?" }.joined(separator: ",")
    try raw.run("INSERT OR REPLACE INTO request VALUES(\(marks))", all: row)
    #expect(await code { _ = try world.vault.verifyLedger() } == "LEDGER_BROKEN")
  }

  @Test(arguments: ["state=4", "state=2", "closed=closed+1", "leaf=leaf-1"])
  func whatIsLeftOfAnErasedPersonsRequestIsStillHeldAgainstItsLeaf(_ edit: String) async throws {
    let (world, raw, _) = try await world()
    try raw.run("UPDATE request SET \(edit) WHERE sealed IS NULL AND state=3")
    #expect(raw.changes == 1)
    let found = await code { _ = try world.vault.verifyLedger() }
    #expect(found.map(Self.failures.contains) ?? false)
  }

  @Test func twoDetailsThatChangePlacesDoNotOpen() async throws {
    let world = try await World()
    let first = try await world.vault.openRequest(of: world.anna, .access, note: "1").request.id
    let second = try await world.vault.openRequest(of: world.anna, .access, note: "2").request.id
    let raw = try world.test.raw()
    let sealed = try raw.run("SELECT sealed FROM request WHERE id=?", .blob(second.bytes))[0][0]
    try raw.run("UPDATE request SET sealed=? WHERE id=?", sealed, .blob(first.bytes))
    #expect(await code { _ = try world.vault.rightsRequest(first) } == "INTEGRITY")
    #expect(await code { _ = try world.vault.requests() } == "INTEGRITY")
  }
}
