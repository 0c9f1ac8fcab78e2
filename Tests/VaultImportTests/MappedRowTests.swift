import Testing
import VaultModel

@testable import VaultImport

@Suite struct MappedRowTests {
  /// The row of ``ImportMapTests/whole`` with some cells changed.
  private func apply(
    _ map: ImportMap = ImportMapTests.whole, _ changes: [String: String] = [:]
  ) throws -> Result<MappedRow, RowRejection> {
    var cells = [
      "id": "c-1", "updated": "2026-01-01T00:00:00Z", "given": "Ada", "family": "Byron",
      "interests": "tea;chess", "newsletter": "yes", "opt_in": "2026-02-01T10:00:00+01:00",
      "ends": "2026-08-01T00:00:00Z", "order": "o-9", "since": "2026-01-15T00:00:00Z",
    ]
    cells.merge(changes) { $1 }
    let line = "{" + cells.map { "\"\($0.key)\":\($0.value.json)" }.joined(separator: ",") + "}"
    let row = try #require(try ReadInput.ndjson(line, columns: map.columns).rows.first)
    return map.apply(to: try row.result.get(), line: row.line)
  }

  private func code(_ changes: [String: String], map: ImportMap = ImportMapTests.whole) throws
    -> ImportCode?
  {
    guard case .failure(let rejection) = try apply(map, changes) else { return nil }
    return rejection.code
  }

  // MARK: The whole

  @Test func aRowBecomesItsSubjectPermissionsAndValues() throws {
    let row = try apply().get()
    let collected = try #require(Timestamp("2026-01-01T00:00:00Z"))
    #expect(row.line == 1)
    #expect(row.subject.text == "c-1")
    #expect(
      row.consents == [
        MappedConsent(
          rule: 0, word: .grant(until: try #require(Timestamp("2026-08-01T00:00:00Z"))),
          capturedAt: try #require(Timestamp("2026-02-01T09:00:00Z")))
      ])
    #expect(
      row.grounds == [
        MappedGround(
          rule: 0, reference: "o-9", from: Timestamp("2026-01-15T00:00:00Z"),
          end: .lasting(.days(730)))
      ])
    #expect(
      row.values == [
        MappedValue(
          category: "contact.name", key: "", text: "Ada Byron", origin: .volunteered,
          collectedAt: collected),
        MappedValue(
          category: "preference.interest", key: "0", text: "tea", origin: .thirdParty("bureau"),
          collectedAt: collected),
        MappedValue(
          category: "preference.interest", key: "1", text: "chess",
          origin: .thirdParty("bureau"), collectedAt: collected),
      ])
  }

  @Test func aColumnThatTheInputLacksRejectsTheRow() throws {
    let read = try ReadInput.csv("other\n1\n")
    let cells = try #require(read.rows.first).result.get()
    let result = ImportMap(subject: ColumnReference("id")).apply(to: cells, line: 2)
    #expect(throws: RowRejection.self) { try result.get() }
  }

  // MARK: Subject

  @Test func aBlankSubjectRejectsTheRow() throws {
    #expect(try code(["id": ""]) == .subjectEmpty)
    #expect(
      try code(["id": "  "], map: ImportMap(subject: ImportMapTests.id, trim: true))
        == .subjectEmpty)
  }

  @Test(arguments: [" c-1", "c-1 ", "c\n1", "\u{202e}\u{2028}"])
  func aSubjectThatCannotBeOneRejectsTheRow(id: String) throws {
    #expect(try code(["id": id]) == .subjectInvalid)
  }

  @Test func aSubjectIsTrimmedWhereTheMapSaysSo() throws {
    let trimmed = ImportMap(subject: ColumnReference("id", trim: true))
    #expect(try apply(trimmed, ["id": "\u{a0} c-1\t"]).get().subject.text == "c-1")
    let exempt = ImportMap(subject: ColumnReference("id", trim: false), trim: true)
    #expect(try code(["id": " c-1"], map: exempt) == .subjectInvalid)
  }

  // MARK: Consents

  @Test func yesGrants() throws {
    for yes in ["yes", "1"] {
      guard case .grant = try apply(changing: ["newsletter": yes])?.word else {
        Issue.record("a yes did not grant")
        continue
      }
    }
  }

  @Test func noRefuses() throws {
    for no in ["no", "0"] {
      #expect(try apply(changing: ["newsletter": no])?.word == .refusal)
    }
  }

  @Test func aBlankCellSaysNothing() throws {
    let row = try apply(ImportMapTests.whole, ["newsletter": ""]).get()
    #expect(row.consents.isEmpty)
    // Nothing else of the row is lost by it, and its times need not be there.
    #expect(row.values.count == 3)
    #expect(try code(["newsletter": "", "opt_in": "", "ends": ""]) == nil)
  }

  @Test(arguments: ["Yes", "YES", " yes", "yes ", "true", "y", "-", "\u{ff59}es", "0.0", " "])
  func anythingElseRejectsTheRow(cell: String) throws {
    #expect(try code(["newsletter": cell]) == .whenUnknown)
  }

  @Test func alwaysGrantsToEveryRow() throws {
    let map = ImportMap(subject: ImportMapTests.id, consents: [ImportMapTests.consent(.always)])
    let start = try #require(Timestamp("2026-02-01T09:00:00Z"))
    #expect(
      try apply(map).get().consents == [
        MappedConsent(
          rule: 0, word: .grant(until: try #require(start.advanced(by: .days(365)))),
          capturedAt: start)
      ])
  }

  @Test func aCellListedAsYesAndNoNeverGrants() throws {
    let when = ConsentCondition.column(ColumnReference("newsletter"), yes: ["1"], no: ["1"])
    let map = ImportMap(subject: ImportMapTests.id, consents: [ImportMapTests.consent(when)])
    #expect(try apply(map, ["newsletter": "1"]).get().consents.first?.word == .refusal)
  }

  @Test func aYesOrNoWithoutItsTimeRejectsTheRow() throws {
    #expect(try code(["opt_in": ""]) == .capturedAtMissing)
    #expect(try code(["newsletter": "no", "opt_in": ""]) == .capturedAtMissing)
  }

  @Test func aConstantTimeStandsForEveryRow() throws {
    let time = try #require(Timestamp("2025-05-05T05:05:05Z"))
    let rule = ConsentRule(
      purpose: "p", when: .always, notice: "n", method: .paperForm, capturedAt: .constant(time),
      end: .until(.constant(.latest)))
    let map = ImportMap(subject: ImportMapTests.id, consents: [rule])
    #expect(
      try apply(map).get().consents
        == [MappedConsent(rule: 0, word: .grant(until: .latest), capturedAt: time)])
  }

  @Test(arguments: [
    "2026-02-01", "yesterday", "1769936400", "2026-02-30T00:00:00Z", "2026-02-01T10:00:00", " ",
    "2026-02-01T24:00:00Z",
  ])
  func aTimeThatIsNotRFC3339RejectsTheRow(time: String) throws {
    for column in ["opt_in", "ends", "since", "updated"] {
      #expect(try code([column: time]) == .timeInvalid)
    }
  }

  @Test func anEndThatIsMissingOrNotLaterRejectsAGrant() throws {
    #expect(try code(["ends": ""]) == .endMissing)
    #expect(try code(["ends": "2026-02-01T09:00:00Z"]) == .endNotAfterStart)
    #expect(try code(["ends": "2026-02-01T09:00:00.001Z"]) == nil)
  }

  @Test func aRefusalNeedsNoEnd() throws {
    #expect(try apply(changing: ["newsletter": "no", "ends": ""])?.word == .refusal)
    #expect(try apply(changing: ["newsletter": "no", "ends": "never"])?.word == .refusal)
  }

  @Test func anEndAfterTheYear9999RejectsTheRow() throws {
    let map = ImportMap(subject: ImportMapTests.id, consents: [ImportMapTests.consent(.always)])
    #expect(try code(["opt_in": "9999-06-01T00:00:00Z"], map: map) == .timeInvalid)
  }

  // MARK: Grounds

  @Test func aBlankReferenceOpensNoGround() throws {
    #expect(try apply(ImportMapTests.whole, ["order": "", "since": ""]).get().grounds.isEmpty)
  }

  @Test func aGroundWithoutItsBeginningRejectsTheRow() throws {
    #expect(try code(["since": ""]) == .startMissing)
  }

  @Test func aGroundWithoutAFromBeginsAtItsFirstImport() throws {
    let rule = GroundRule(purpose: "p", reference: .constant("r"), end: .lasting(.days(1)))
    let map = ImportMap(subject: ImportMapTests.id, grounds: [rule])
    #expect(
      try apply(map).get().grounds
        == [MappedGround(rule: 0, reference: "r", from: nil, end: .lasting(.days(1)))])
  }

  @Test func aGroundThatEndsBeforeItBeginsRejectsTheRow() throws {
    let rule = GroundRule(
      purpose: "p", reference: .constant("r"), from: .column(ColumnReference("since")),
      end: .until(.column(ColumnReference("ends"))))
    let map = ImportMap(subject: ImportMapTests.id, grounds: [rule])
    #expect(try code([:], map: map) == nil)
    #expect(try code(["since": "2026-08-01T00:00:00Z"], map: map) == .endNotAfterStart)
    #expect(try code(["ends": ""], map: map) == .endMissing)
  }

  // MARK: Values

  @Test func blankCellsMakeNoValues() throws {
    let row = try apply(ImportMapTests.whole, ["given": "", "family": "", "interests": ";;"]).get()
    #expect(row.values.isEmpty)
  }

  @Test func joiningSkipsBlankCells() throws {
    #expect(try apply(ImportMapTests.whole, ["given": ""]).get().values.first?.text == "Byron")
  }

  @Test func splittingDropsBlankPiecesAndNumbersTheRest() throws {
    let row = try apply(ImportMapTests.whole, ["interests": ";tea;; chess;"]).get()
    #expect(row.values.dropFirst().map(\.key) == ["0", "1"])
    #expect(row.values.dropFirst().map(\.text) == ["tea", " chess"])
  }

  @Test func aCombiningMarkHidesNoSeparator() throws {
    let row = try apply(ImportMapTests.whole, ["interests": "tea;\u{301}chess"]).get()
    #expect(
      row.values.dropFirst().map { Array($0.text.utf8) } == [
        Array("tea".utf8), Array("\u{301}chess".utf8),
      ])
  }

  @Test func piecesAreTrimmedWhereTheMapSaysSo() throws {
    let rule = ValueRule(
      category: "c", source: .column(ColumnReference("interests", trim: true), split: ","))
    let map = ImportMap(subject: ImportMapTests.id, values: [rule])
    let row = try apply(map, ["interests": " tea, , a b , "]).get()
    #expect(row.values.map(\.text) == ["tea", "a b"])
  }

  @Test func aListIsSeveralValues() throws {
    let rule = ValueRule(category: "c", source: .column(ColumnReference("l"), split: nil))
    let map = ImportMap(subject: ImportMapTests.id, values: [rule])
    let row = try map.applied(to: #"{"id":"1","l":["x;y","","z"]}"#).get()
    #expect(row.values.map(\.key) == ["0", "1"])
    #expect(row.values.map(\.text) == ["x;y", "z"])
  }

  @Test(arguments: ["id", "given", "newsletter", "opt_in", "ends", "order", "since", "updated"])
  func aListWhereOneTextIsNeededRejectsTheRow(column: String) throws {
    guard case .failure(let rejection) = try apply(ImportMapTests.whole, [column: "[\"yes\"]"])
    else {
      Issue.record("a list was taken")
      return
    }
    #expect(rejection.code == .listNotAllowed && rejection.column == column)
  }

  @Test func atMost4096ValuesComeFromOneCell() throws {
    let most = Array(repeating: "x", count: 4096).joined(separator: ";")
    #expect(try apply(ImportMapTests.whole, ["interests": most]).get().values.count == 4097)
    #expect(try code(["interests": most + ";x"]) == .valuesTooMany)
  }

  @Test func aJoinedValueOver1MiBRejectsTheRow() throws {
    let half = String(repeating: "x", count: 1 << 19)
    #expect(try code(["given": half, "family": String(half.dropLast())]) == nil)
    #expect(try code(["given": half, "family": half]) == .valueTooLong)
  }

  @Test func aRejectionNamesTheColumnAndNeverTheCell() throws {
    for column in ["newsletter", "opt_in", "ends", "since", "updated"] {
      guard case .failure(let rejection) = try apply(ImportMapTests.whole, [column: "Canary"])
      else {
        Issue.record("the row was taken")
        continue
      }
      #expect(rejection.column == column && rejection.message.contains("`\(column)`"))
      #expect(!rejection.message.contains("Canary"))
    }
  }

  private func apply(changing changes: [String: String]) throws -> MappedConsent? {
    try apply(ImportMapTests.whole, changes).get().consents.first
  }
}

extension ImportMap {
  /// What the map makes of one line of NDJSON.
  fileprivate func applied(to line: String) throws -> Result<MappedRow, RowRejection> {
    let row = try #require(try ReadInput.ndjson(line, columns: columns).rows.first)
    return apply(to: try row.result.get(), line: row.line)
  }
}

extension String {
  /// As a JSON string; a list stays one.
  fileprivate var json: String {
    guard !hasPrefix("[") else { return self }
    let escaped = unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case "\n": "\\n"
      case "\t": "\\t"
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
}
