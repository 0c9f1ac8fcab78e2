import ConsentVault
import ConsentVaultTesting
import Testing

/// Somebody without keys edits rows: the guard answers with a failure, never with a permit.
@Suite struct EditedRowTests {
  /// What a check of styling answers: `permit`, `deny`, or the code of a failure.
  private func answer(_ vault: Vault, _ id: SubjectID, _ request: Request = .styling) -> String {
    do throws(VaultError) {
      return try vault.check(id, request).verdict.rawValue
    } catch { return error.code }
  }

  @Test func anEditedEndIsFoundAndOpensNothing() async throws {
    let world = try await World()
    world.test.clock.advance(by: .days(365))
    #expect(answer(world.vault, world.anna) == "deny")
    let raw = try world.test.raw()
    try raw.run("UPDATE permission SET ends=ends+86400000")
    #expect(answer(world.vault, world.anna) == "INTEGRITY")
    #expect(await code { _ = try await world.vault.access(world.anna, .styling) } == "INTEGRITY")
    try raw.run("UPDATE permission SET ends=ends-86400000")
    #expect(answer(world.vault, world.anna) == "deny")
  }

  @Test(arguments: [
    "state=2", "starts=starts-1", "kind=2", "version=version+1", "method='phone-call'",
    "retention=retention+1", "event=event+1", "recorded=recorded+1", "changed=changed+1",
    "sequence=sequence+1", "scope=x'00000100010000000000020000'", "notice=NULL", "detail=NULL",
    "purpose=purpose+1", "id=zeroblob(16)", "subject=zeroblob(16)",
  ])
  func noFieldOfAPermissionCanBeEdited(_ edit: String) async throws {
    let world = try await World()
    _ = try await world.vault.withdraw(world.anna, purpose: "marketing.styling")
    #expect(answer(world.vault, world.anna) == "deny")
    let raw = try world.test.raw()
    try raw.run("UPDATE permission SET \(edit) WHERE id=?", .blob(world.styling.bytes))
    #expect(raw.changes == 1)
    #expect(answer(world.vault, world.anna) == "INTEGRITY")
    #expect(await code { _ = try world.vault.verifyLedger() } == "INTEGRITY")
  }

  @Test func aDeletedOrAddedPermissionIsFound() async throws {
    let world = try await World()
    let raw = try world.test.raw()
    let row = try raw.run("SELECT * FROM permission WHERE id=?", .blob(world.styling.bytes))[0]
    try raw.run("DELETE FROM permission WHERE id=?", .blob(world.styling.bytes))
    #expect(answer(world.vault, world.anna) == "INTEGRITY")
    let marks = row.map { _ in "?" }.joined(separator: ",")
    try raw.run("INSERT INTO permission VALUES(\(marks))", all: row)
    #expect(answer(world.vault, world.anna) == "permit")
    var second = row
    second[2] = .blob([UInt8](repeating: 9, count: 16))
    try raw.run("INSERT INTO permission VALUES(\(marks))", all: second)
    #expect(answer(world.vault, world.anna) == "INTEGRITY")
  }

  @Test func aRemovedDenialIsFound() async throws {
    let world = try await World()
    let raw = try world.test.raw()
    let before = try raw.run("SELECT tag, state FROM subject")
    let rows = try raw.run("SELECT * FROM permission")
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    // The state record of before the "no", with the permissions of before it.
    for row in before { try raw.run("UPDATE subject SET state=? WHERE tag=?", row[1], row[0]) }
    try raw.run("DELETE FROM permission")
    let marks = rows[0].map { _ in "?" }.joined(separator: ",")
    for row in rows { try raw.run("INSERT INTO permission VALUES(\(marks))", all: row) }
    #expect(answer(world.vault, world.anna) == "INTEGRITY")
    #expect(answer(world.vault, world.ben) == "permit")
  }

  @Test func aStatePutBackTogetherWithItsHistoryIsFoundByVerify() async throws {
    let world = try await World()
    let raw = try world.test.raw()
    let before = try raw.run("SELECT tag, state FROM subject")
    let rows = try raw.run("SELECT * FROM permission")
    let done = try await world.vault.withdraw(world.anna, purpose: nil)
    for row in before { try raw.run("UPDATE subject SET state=? WHERE tag=?", row[1], row[0]) }
    try raw.run("DELETE FROM permission")
    let marks = rows[0].map { _ in "?" }.joined(separator: ",")
    for row in rows { try raw.run("INSERT INTO permission VALUES(\(marks))", all: row) }
    try raw.run("DELETE FROM history WHERE leaf=?", .integer(Int64(done.leaf ?? 0)))
    // The limit that THREAT_MODEL.md states: replayed with its index, it is verify that finds it.
    #expect(await code { _ = try world.vault.verifyLedger() } == "LEDGER_BROKEN")
  }

  @Test func aStatePutBackWhoseLeafWasUnlinkedIsFoundByVerify() async throws {
    let world = try await World()
    let raw = try world.test.raw()
    let before = try raw.run("SELECT tag, state FROM subject")
    let rows = try raw.run("SELECT * FROM permission")
    let values = try raw.run("SELECT * FROM value")
    // An erasure unlinks leaves lawfully; one more must not pass for one of them.
    _ = try await world.vault.grant(subject("carl"), .webForm("marketing.styling"))
    _ = try await world.vault.erase(subject("carl"))
    _ = try world.vault.verifyLedger()
    let done = try await world.vault.withdraw(world.anna, purpose: nil)
    let leaf = RawDatabase.Cell.integer(Int64(done.leaf ?? 0))
    for row in before { try raw.run("UPDATE subject SET state=? WHERE tag=?", row[1], row[0]) }
    try raw.run("DELETE FROM permission")
    let marks = rows[0].map { _ in "?" }.joined(separator: ",")
    for row in rows { try raw.run("INSERT INTO permission VALUES(\(marks))", all: row) }
    // The withdrawal sealed them anew, so they are put back too.
    try raw.run("DELETE FROM value")
    for row in values { try raw.run("INSERT INTO value VALUES(?,?,?,?,?,?,?)", all: row) }
    try raw.run("DELETE FROM history WHERE leaf=?", leaf)
    try raw.run("UPDATE bundle SET subjects=zeroblob(16) WHERE first=?", leaf)
    #expect(raw.changes == 1)
    #expect(await code { _ = try world.vault.verifyLedger() } == "LEDGER_BROKEN")
  }

  @Test func swappedSubjectsAreFound() async throws {
    for columns in [["state"], ["subject"], ["tag"], ["subject", "state", "wrapped", "identity"]] {
      let world = try await World()
      let raw = try world.test.raw()
      let names = columns.joined(separator: ",")
      let rows = try raw.run("SELECT tag, \(names) FROM subject ORDER BY tag")
      // By way of a place that neither has, for the columns that are unique.
      let marks = columns.map { "\($0)=?" }.joined(separator: ",")
      func put(_ values: [RawDatabase.Cell], at tag: RawDatabase.Cell) throws {
        try raw.run("UPDATE subject SET \(marks) WHERE tag=?", all: values + [tag])
      }
      let spare = RawDatabase.Cell.blob([UInt8](repeating: 1, count: 16))
      let away = columns.map { $0 == "subject" || $0 == "tag" ? spare : .blob([]) }
      if columns == ["tag"] {
        try put([spare], at: rows[0][0])
        try put([rows[0][0]], at: rows[1][0])
        try put([rows[1][0]], at: spare)
      } else {
        try put(away, at: rows[0][0])
        try put(Array(rows[0].dropFirst()), at: rows[1][0])
        try put(Array(rows[1].dropFirst()), at: rows[0][0])
      }
      #expect(answer(world.vault, world.anna) == "INTEGRITY", "\(columns)")
      #expect(answer(world.vault, world.ben) == "INTEGRITY", "\(columns)")
    }
  }

  @Test func swappedValuesAreFound() async throws {
    let world = try await World()
    let raw = try world.test.raw()
    let rows = try raw.run("SELECT subject, category, sealed FROM value ORDER BY subject, category")
    #expect(rows.count == 4)
    // Between subjects, then between categories of one subject.
    for (first, second) in [(0, 2), (0, 1)] {
      let place = "UPDATE value SET sealed=? WHERE subject=? AND category=?"
      try raw.run(place, rows[second][2], rows[first][0], rows[first][1])
      try raw.run(place, rows[first][2], rows[second][0], rows[second][1])
      var request = Request.styling
      request.categories = ["preference.size", "preference.style"]
      var found: [String?] = []
      for id in [world.anna, world.ben] {
        found.append(await code { _ = try await world.vault.access(id, request) })
      }
      #expect(found.contains("INTEGRITY") && Set(found).isSubset(of: ["INTEGRITY", nil]))
      try raw.run(place, rows[first][2], rows[first][0], rows[first][1])
      try raw.run(place, rows[second][2], rows[second][0], rows[second][1])
    }
    #expect(try await world.vault.texts(world.anna, .styling) == ["preference.style": "plain"])
  }

  @Test(arguments: ["version=version+1", "origin=2", "collected=collected-1", "key='other'"])
  func noFieldOfAValueCanBeEdited(_ edit: String) async throws {
    let world = try await World()
    try world.test.raw().run("UPDATE value SET \(edit)")
    var released: [String: String]?
    _ = await code { released = try await world.vault.texts(world.anna, .styling) }
    #expect(released == nil)
    #expect(await code { _ = try world.vault.verifyLedger() } != nil)
  }

  @Test func anOriginIsBelievedOnlyUnderItsSeal() async throws {
    let world = try await World()
    _ = try await world.vault.put(
      world.anna,
      [NewValue(category: "behaviour.web", bytes: Array("page".utf8), origin: .observed)])
    _ = try await world.vault.grant(
      world.anna, .webForm("personalise.recommendations", ScopeNames(origins: ["inferred"])))
    _ = try await world.vault.put(
      world.anna,
      [NewValue(category: "preference.style", bytes: Array("loud".utf8), origin: .inferred)])
    #expect(answer(world.vault, world.anna) == "deny")
    // 0 is the number of `volunteered` in every registry.
    try world.test.raw().run("UPDATE value SET origin=0")
    #expect(answer(world.vault, world.anna) == "INTEGRITY")
  }

  @Test(arguments: [
    "DELETE FROM value WHERE category=?", "UPDATE value SET subject=zeroblob(16) WHERE category=?",
  ])
  func aValueTakenAwayIsFoundByVerify(_ edit: String) async throws {
    let world = try await World()
    let raw = try world.test.raw()
    let row = try raw.run("SELECT category, subject FROM value")[0]
    try raw.run(edit + " AND subject=?", row[0], row[1])
    #expect(raw.changes == 1)
    #expect(await code { _ = try world.vault.verifyLedger() } == "LEDGER_BROKEN")
  }

  @Test func aSweepMayTakeValuesAway() async throws {
    let world = try await World()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    #expect(try await world.vault.sweep().erasedValues == 2)
    _ = try world.vault.verifyLedger()
    _ = try await world.vault.put(
      world.ben, [NewValue(category: "preference.style", key: "second", bytes: [1])])
    _ = try world.vault.verifyLedger()
  }

  @Test func aValueToldAgainAfterASweepLeavesNoRoomForAnotherToGo() async throws {
    let world = try await World()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    #expect(try await world.vault.sweep().erasedValues == 2)
    world.test.clock.advance(by: .seconds(1))
    _ = try await world.vault.grant(world.anna, .webForm("marketing.styling"))
    _ = try await world.vault.put(
      world.anna,
      ["preference.style", "preference.size"].map { NewValue(category: $0, bytes: [1]) })
    _ = try world.vault.verifyLedger()
    let raw = try world.test.raw()
    let row = try raw.run("SELECT category, subject FROM value")[0]
    try raw.run("DELETE FROM value WHERE category=? AND subject=?", row[0], row[1])
    #expect(raw.changes == 1)
    #expect(await code { _ = try world.vault.verifyLedger() } == "LEDGER_BROKEN")
  }

  @Test func anOldVersionOfAValuePutBackIsFoundByVerify() async throws {
    let world = try await World()
    let raw = try world.test.raw()
    let old = try raw.run("SELECT * FROM value")
    world.test.clock.advance(by: .seconds(1))
    _ = try await world.vault.put(
      world.anna, [NewValue(category: "preference.style", bytes: Array("new".utf8))])
    _ = try world.vault.verifyLedger()
    for row in old {
      try raw.run("INSERT OR REPLACE INTO value VALUES(?,?,?,?,?,?,?)", all: row)
    }
    #expect(await code { _ = try world.vault.verifyLedger() } == "LEDGER_BROKEN")
  }

  @Test func aDeletedSubjectIsFoundByVerify() async throws {
    let world = try await World()
    _ = try await world.vault.withdraw(subject("carl"), purpose: nil)
    try world.test.raw().run("DELETE FROM subject WHERE wrapped IS NULL")
    // Nothing opens for somebody unknown; but a "no" is gone, and that has to be found.
    #expect(try world.vault.check(subject("carl"), .styling).codes == ["SUBJECT_UNKNOWN"])
    #expect(await code { _ = try world.vault.verifyLedger() } == "LEDGER_BROKEN")
  }

  @Test func aDeletedTombstoneIsFoundByVerify() async throws {
    let world = try await World()
    _ = try await world.vault.erase(world.anna)
    _ = try world.vault.verifyLedger()
    try world.test.raw().run("DELETE FROM subject WHERE wrapped IS NULL")
    #expect(await code { _ = try world.vault.verifyLedger() } == "LEDGER_BROKEN")
  }

  @Test(arguments: [
    "DELETE FROM history WHERE state=1 AND leaf=(SELECT min(leaf) FROM history WHERE state=1)",
    "DELETE FROM history WHERE state=0",
    "UPDATE history SET state=0 WHERE leaf=(SELECT min(leaf) FROM history WHERE state=1)",
    "INSERT INTO history VALUES(zeroblob(16), 1, 1)",
  ])
  func anEditedIndexOfLeavesIsFoundByVerify(_ edit: String) async throws {
    let world = try await World()
    _ = try await world.vault.access(world.anna, .styling)
    _ = try await world.vault.history(of: world.anna)
    _ = try world.vault.verifyLedger()
    let raw = try world.test.raw()
    try raw.run(edit)
    #expect(raw.changes > 0)
    #expect(await code { _ = try world.vault.verifyLedger() } == "LEDGER_BROKEN")
  }

  @Test func permissionsOfSomebodyErasedAreFoundByVerify() async throws {
    let world = try await World()
    let raw = try world.test.raw()
    let rows = try raw.run("SELECT * FROM permission WHERE id=?", .blob(world.styling.bytes))
    _ = try await world.vault.erase(world.anna)
    _ = try world.vault.verifyLedger()
    let marks = rows[0].map { _ in "?" }.joined(separator: ",")
    try raw.run("INSERT INTO permission VALUES(\(marks))", all: rows[0])
    #expect(await code { _ = try world.vault.verifyLedger() } == "LEDGER_BROKEN")
  }

  @Test(arguments: ["identity=NULL", "wrapped=NULL"])
  func aTakenNameOrKeyIsFound(_ edit: String) async throws {
    let world = try await World()
    try world.test.raw().run("UPDATE subject SET \(edit)")
    #expect(answer(world.vault, world.anna) == "INTEGRITY")
    #expect(await code { _ = try world.vault.verifyLedger() } == "INTEGRITY")
  }

  @Test func aKeyTakenTogetherWithItsNameIsFoundByVerify() async throws {
    let world = try await World()
    try world.test.raw().run("UPDATE subject SET wrapped=NULL, identity=NULL")
    #expect(await code { _ = try world.vault.verifyLedger() } == "INTEGRITY")
  }

  @Test func anEnvelopeThatNothingOpensIsHeldByVerifyToo() async throws {
    let world = try await World()
    let raw = try world.test.raw()
    let place = "UPDATE permission SET envelope=? WHERE id=?"
    let id = RawDatabase.Cell.blob(world.styling.bytes)
    let envelope = try raw.run("SELECT envelope FROM permission WHERE id=?", id)[0][0]
    _ = try await world.vault.restrict(world.anna)
    _ = try world.vault.verifyLedger()
    guard case .blob(var bytes) = envelope else {
      Issue.record("the permission has no envelope")
      return
    }
    bytes[bytes.count - 1] ^= 1
    for edit in [.null, .blob(bytes)] as [RawDatabase.Cell] {
      try raw.run(place, edit, id)
      #expect(await code { _ = try world.vault.verifyLedger() } == "INTEGRITY")
    }
    try raw.run(place, envelope, id)
    _ = try world.vault.verifyLedger()
    // Put back beside a record that was closed, it is one too many.
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    _ = try world.vault.verifyLedger()
    try raw.run(place, envelope, id)
    #expect(await code { _ = try world.vault.verifyLedger() } == "INTEGRITY")
  }
}
