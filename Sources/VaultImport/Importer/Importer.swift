package import ConsentVault
package import VaultModel

/// Imports a file of customers through a map: permissions first, then the values that they cover.
///
/// The file is the evidence of its rows: its digest, the line and the digest of the map stand in
/// every record that comes of it. The same file again changes nothing.
package struct Importer: Sendable {
  /// Rows of one transaction: many, because each pays for the same pages and one sync; few enough
  /// that a revocation does not wait long behind them.
  static let batchRows = 2000
  /// The most bytes of rows that a batch holds in memory.
  static let batchBytes = 8 << 20

  private let vault: Vault
  private let map: ImportMap
  private let mapDigest: Digest

  /// An import into a vault that an owner has opened.
  ///
  /// - Parameters:
  ///   - vault: opened with an owner's key.
  ///   - map: what the columns mean.
  ///   - mapDigest: SHA-256 of the map's file.
  package init(vault: Vault, map: ImportMap, mapDigest: Digest) {
    self.vault = vault
    self.map = map
    self.mapDigest = mapDigest
  }

  /// Imports the file at a path; see ``run(descriptor:format:rejects:isDryRun:progress:)``.
  package func run(
    path: String, format: ImportFormat, rejects: String? = nil, isDryRun: Bool = false,
    progress: (ImportReport) -> Void = { _ in }
  ) async throws -> ImportReport {
    try await run(
      ImportFile(path: path), format, rejects, ImportReport(isDryRun: isDryRun), progress)
  }

  /// Imports a file that is open already, from its start.
  ///
  /// It works in batches of one transaction. A cancelled task ends it between two of them, with a
  /// report that is not complete.
  ///
  /// - Parameters:
  ///   - descriptor: a regular file; the caller closes it.
  ///   - format: how its rows are written.
  ///   - rejects: a file to be made for the rows that were rejected, with their codes.
  ///   - isDryRun: decides everything by the same code and writes nothing but `rejects`. Batches
  ///     are decided apart: a value that rests on a permission of a far earlier row is told as
  ///     rejected.
  ///   - progress: gets the report after each batch.
  /// - Returns: what was done; rows were rejected if `rejected` is not 0.
  /// - Throws: ``ImportMapError`` and ``ImportFileError`` before anything is imported; afterwards
  ///   ``ImportStopped`` with how far it came, also if the file changed while it was read.
  package func run(
    descriptor: Int32, format: ImportFormat, rejects: String? = nil, isDryRun: Bool = false,
    progress: (ImportReport) -> Void = { _ in }
  ) async throws -> ImportReport {
    try await run(
      ImportFile(descriptor: descriptor), format, rejects, ImportReport(isDryRun: isDryRun),
      progress)
  }

  private func run(
    _ file: consuming ImportFile, _ format: ImportFormat, _ rejects: String?,
    _ report: ImportReport, _ progress: (ImportReport) -> Void
  ) async throws -> ImportReport {
    try map.validate()
    let digest = try file.digest()
    let hash = InputHash()
    let translation = RowTranslation(map, mapDigest: mapDigest, file: digest)
    let source = try file.rows(hash)
    var report = report
    switch format {
    case .csv:
      var reader = try CSVReader(source)
      try map.validate(header: reader.header)
      var input = ImportInput(translation, digest, hash)
      try await run(&reader, &input, rejects, &report, progress)
    case .ndjson:
      var reader = try NDJSONReader(source, columns: map.columns)
      var input = ImportInput(translation, digest, hash)
      try await run(&reader, &input, rejects, &report, progress)
      report.unseenColumns = report.isComplete ? reader.unseen : []
    }
    return report
  }

  private func run<Reader: RowReader & ~Copyable>(
    _ reader: inout Reader, _ input: inout ImportInput, _ path: String?,
    _ report: inout ImportReport, _ progress: (ImportReport) -> Void
  ) async throws {
    var rejects = try path.map { try RejectWriter(creating: $0) }
    do {
      var batch = try input.batch(of: &reader)
      while !batch.isEmpty, !Task.isCancelled {
        // While the vault writes one batch, the next is read.
        let rows = batch.compactMap(\.imported)
        let isDryRun = report.isDryRun
        async let taken = vault.importRows(rows, isDryRun: isDryRun)
        let next = Result { try input.batch(of: &reader) }
        try count(batch, await taken, &report, &rejects)
        progress(report)
        batch = try next.get()
      }
      report.isComplete = batch.isEmpty
      try rejects.take()?.finish()
    } catch {
      try? rejects.take()?.finish()
      throw ImportStopped(cause: error, report: report)
    }
  }

  private func count(
    _ batch: [PendingRow], _ taken: ImportedRows, _ report: inout ImportReport,
    _ rejects: inout RejectWriter?
  ) throws {
    var outcomes = taken.outcomes.makeIterator()
    for row in batch {
      let outcome = row.imported == nil ? nil : outcomes.next()
      if row.imported != nil, outcome == nil { break }
      report.count(row, outcome)
      if let rejection = row.rejection {
        try rejects?.write(
          line: row.line, code: rejection.code.rawValue, message: rejection.message,
          column: rejection.column, raw: row.raw)
      } else if let error = outcome?.rejection {
        try rejects?.write(
          line: row.line, code: error.code, message: error.description, column: nil, raw: row.raw)
      }
      for (category, error) in outcome?.rejectedCategories.map({ ($0.category, $0.error) }) ?? [] {
        try rejects?.write(
          line: row.line, code: error.code, message: error.description,
          column: map.column(of: category), raw: row.raw)
      }
    }
    if let failure = taken.failure { throw failure }
  }
}
