import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Glibc
import Testing
import VaultImport
import VaultModel

@Suite struct ImportRunTests {
  let home: ImportVault

  init() throws { home = try ImportVault() }

  @Test func aDryRunDecidesEverythingAndWritesNothing() async throws {
    let rows = [
      ImportVault.ada, ImportVault.row("B", newsletter: "no"),
      ImportVault.row("A", newsletter: "no", asked: "2026-10-05T00:00:00Z"),
    ]
    _ = try await home.run([ImportVault.row("C", newsletter: "yes")])
    let before = try home.files()
    let dry = try await home.run(rows, isDryRun: true)
    #expect(try home.files() == before)
    let real = try await home.run(rows)
    #expect([dry.granted, dry.refused, dry.grounds] == [real.granted, real.refused, real.grounds])
    #expect([dry.values, dry.unchanged] == [real.values, real.unchanged])
    #expect([dry.rejected, dry.subjects] == [real.rejected, real.subjects])
    #expect(dry.isDryRun && !real.isDryRun && real.subjects == 2)
  }

  @Test func aPipeIsRefusedBecauseItCannotBeReadTwice() async throws {
    let path = home.test.folder + "/pipe"
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let importer = try home.importer()
    let error = await #expect(throws: ImportFileError.self) {
      try await importer.run(path: path, format: .csv)
    }
    #expect(error?.code == .inputNotAFile)
  }

  @Test func aFileThatGrowsWhileItIsReadIsNotImportedToItsEnd() async throws {
    let path = home.test.folder + "/growing.csv"
    let rows = (0..<6500).map { ImportVault.row("S\($0)", newsletter: "yes") }
    try Data(([ImportVault.header] + rows).joined(separator: "\n").utf8)
      .write(to: URL(filePath: path))
    let importer = try home.importer()
    var hasGrown = false
    let stopped = await #expect(throws: ImportStopped.self) {
      try await importer.run(path: path, format: .csv) { _ in
        guard !hasGrown else { return }
        hasGrown = true
        let descriptor = unsafe open(path, O_WRONLY | O_APPEND)
        #expect(unsafe write(descriptor, "\n", 1) == 1)
        close(descriptor)
      }
    }
    #expect((stopped?.cause as? ImportFileError)?.code == .inputChanged)
    let report = try #require(stopped?.report)
    #expect(report.rows > 0 && report.rows < 6500 && !report.isComplete)
    let size = try home.ledgerSize
    #expect(size > 1)
  }

  @Test func aCancelledImportLeavesWholeBatchesAndGoesOnLater() async throws {
    let path = home.test.folder + "/many.csv"
    let rows = (0..<2700).map { ImportVault.row("S\($0)", newsletter: "yes", order: "O\($0)") }
    try Data(([ImportVault.header] + rows).joined(separator: "\n").utf8)
      .write(to: URL(filePath: path))
    let importer = try home.importer()
    let job = Task {
      try await importer.run(path: path, format: .csv) { _ in
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      }
    }
    let cut = try await job.value
    #expect(!cut.isComplete && cut.rows == 2000 && cut.lastLine == 2001)
    let rest = try await importer.run(path: path, format: .csv)
    #expect(rest.isComplete && rest.rows == 2700)
    #expect([rest.unchangedRows, rest.changedRows] == [2000, 700])
    #expect(try home.vault.verifyLedger().size == 1 + 3 * 2700)
  }

  @Test func linesOfJSONAreImportedLikeRows() async throws {
    let path = home.test.folder + "/customers.ndjson"
    let line = """
      {"id":"A","name":"Ada","size":"M","interests":["jazz","chess"],"newsletter":"yes",\
      "asked":"2026-10-02T09:00:00Z"}
      """
    try Data((line + "\n").utf8).write(to: URL(filePath: path))
    let report = try await home.importer().run(path: path, format: .ndjson)
    #expect([report.granted, report.values, report.rejected] == [1, 4, 0])
    #expect(report.unseenColumns == ["updated", "email", "sms", "order"])
  }

  @Test func theRejectsAreWrittenForMending() async throws {
    let path = home.test.folder + "/rejects"
    let row = ImportVault.row("A", newsletter: "perhaps")
    _ = try await home.run([row], rejects: path)
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    #expect(text.contains("\"row\":\"\(row)\"") && text.contains("\"column\":\"newsletter\""))
  }
}
