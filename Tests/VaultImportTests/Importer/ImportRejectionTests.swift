import ConsentVault
import ConsentVaultTesting
import Testing
import VaultImport
import VaultModel

@Suite struct ImportRejectionTests {
  let home: ImportVault
  var vault: Vault { home.vault }

  init() throws { home = try ImportVault() }

  private func denials(_ subject: String) throws -> [String?] {
    try home.report(subject).denials.map(\.purpose)
  }

  @Test func aValueWithoutCoverIsRejectedAndTheRestIsKept() async throws {
    let codes = try await home.rejects(of: [ImportVault.row("A")])
    #expect(codes == ["2:CONSENT_MISSING", "2:CONSENT_MISSING"])  // sizes and interests, each once
    #expect(try home.values("A") == ["contact.email/", "contact.name/"])
    #expect(try home.report("A").grounds.count == 1)
  }

  @Test func aValueOfADeniedPurposeIsRejectedAndTheOrderStays() async throws {
    let report = try await home.run([ImportVault.row("A", newsletter: "no")])
    #expect([report.refused, report.grounds, report.values, report.rejected] == [1, 1, 2, 2])
    #expect(try denials("A") == ["marketing.newsletter"])
  }

  @Test func aRowWhosePermissionFailsIsRejectedWhole() async throws {
    let map = ImportVault.map.split(separator: "\n").map {
      $0.contains("for: 365d") ? "    for: 400d" : String($0)
    }.joined(separator: "\n")
    #expect(try await home.rejects(of: [ImportVault.ada], map: map) == ["2:LIFETIME_TOO_LONG"])
    #expect(throws: VaultError.self) { try home.report("A") }
  }

  @Test func aRejectedRowDoesNotTakeItsNeighboursAlong() async throws {
    let map = ImportVault.map.split(separator: "\n").map {
      $0.contains("for: 180d") ? "    for: 181d" : String($0)
    }.joined(separator: "\n")
    let report = try await home.run(
      [
        ImportVault.ada, ImportVault.row("B", newsletter: "yes", sms: "yes"),
        ImportVault.row("C", newsletter: "yes"),
      ], map: map)
    #expect([report.rows, report.changedRows, report.rejectedRows] == [3, 2, 1])
    #expect([report.subjects, report.granted, report.values] == [2, 2, 10])
    #expect(throws: VaultError.self) { try home.report("B") }
    _ = try vault.verifyLedger()
  }

  @Test func aRowOfMoreValuesThanALeafCanTellOfIsRejectedAlone() async throws {
    let interests = (0..<3000).map { "\($0)" }.joined(separator: ";")
    let rows = [
      ImportVault.ada, ImportVault.row("B", interests: interests, newsletter: "yes", sms: "no"),
      ImportVault.row("C", newsletter: "yes"),
    ]
    #expect(try await home.rejects(of: rows) == ["3:TOO_LARGE"])
    let kept = try home.report("B")
    #expect(kept.values.isEmpty && kept.grounds.isEmpty)
    #expect(kept.consents.map(\.state) == ["refused"])
    #expect(try denials("B") == ["marketing.sms-offers"])
    #expect(try home.values("C") == home.values("A"))
    let size = try home.ledgerSize
    #expect(try await home.rejects(of: rows) == ["3:TOO_LARGE"])
    #expect(try home.ledgerSize == size)
  }

  @Test func aNoCountsAlthoughTheVaultRejectsItsRow() async throws {
    let map = ImportVault.map.split(separator: "\n").map {
      $0.contains("for: 180d") ? "    for: 181d" : String($0)
    }.joined(separator: "\n")
    let report = try await home.run([ImportVault.row("A", newsletter: "no", sms: "yes")], map: map)
    #expect([report.refused, report.rejectedRows, report.grounds, report.values] == [1, 1, 0, 0])
    #expect(try denials("A") == ["marketing.newsletter"])
  }

  @Test(arguments: ["maybe", "YES"])
  func aNoCountsAlthoughTheMapRejectsItsRow(_ other: String) async throws {
    let report = try await home.run([ImportVault.row("A", newsletter: other, sms: "no")])
    #expect([report.rows, report.refused, report.rejectedRows, report.rejected] == [1, 1, 1, 1])
    #expect(try denials("A") == ["marketing.sms-offers"])
  }

  @Test func aRowWithoutASubjectIsRejectedWithoutATrace() async throws {
    let size = try home.ledgerSize
    #expect(try await home.rejects(of: [ImportVault.row("")]) == ["2:SUBJECT_EMPTY"])
    #expect(try home.ledgerSize == size)
  }

  @Test func aConsentThatIsOverIsHistoryAndCoversNothing() async throws {
    let old = ImportVault.row("A", newsletter: "yes", asked: "2025-09-01T00:00:00Z", order: "")
    let report = try await home.run([old])
    #expect([report.granted, report.values] == [1, 0])
    #expect(report.rejected == 4)
    #expect(try home.report("A").consents.map(\.state) == ["expired"])
    #expect(
      try await home.rejects(of: [old]) == [String](repeating: "2:CONSENT_EXPIRED", count: 4))
  }

  @Test func everyRowIsAccountedFor() async throws {
    let rows = (0..<40).map { index -> String in
      switch index % 5 {
      case 0: ImportVault.row("S\(index)", newsletter: "yes")
      case 1: ImportVault.row("S\(index)", newsletter: "no")
      case 2: ImportVault.row("S\(index)", newsletter: "perhaps")
      case 3: "S\(index),too,few"
      default: "S\(index),,,,,,,,,"
      }
    }
    for _ in 0..<2 {
      let report = try await home.run(rows)
      #expect(report.rows == 40)
      #expect(report.rows == report.changedRows + report.unchangedRows + report.rejectedRows)
      #expect(report.rejectedRows == 16)
    }
  }

  @Test func aPurposeThatThePolicyDoesNotKnowRejectsEveryRow() async throws {
    let map = ImportVault.map.split(separator: "\n").map {
      $0.contains("purpose: marketing.newsletter") ? "  - purpose: marketing.unknown" : String($0)
    }.joined(separator: "\n")
    #expect(try await home.rejects(of: [ImportVault.ada], map: map) == ["2:PURPOSE_UNKNOWN"])
  }
}
