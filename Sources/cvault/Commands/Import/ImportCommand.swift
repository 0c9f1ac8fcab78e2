import ArgumentParser
import ConsentVault
import VaultImport

struct ImportCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import a file of customers through a map: exit 0, or 7 with rejected rows.",
    discussion: """
      The file is the evidence of its rows, and the same file again changes nothing. Ctrl-C ends it \
      behind a whole batch; run it again for the rest.
      """)

  @Argument(help: "The file, .csv or .ndjson.") var file: String
  @Option(help: ArgumentHelp("What its columns mean (YAML).", valueName: "path")) var map: String
  @Flag(name: [.customShort("n"), .long], help: "Decide everything, and change nothing.")
  var dryRun = false
  @Option(help: ArgumentHelp("Where to write rejected rows, mode 0600.", valueName: "path"))
  var rejects: String?
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard ImportFormat(path: file) != nil else {
      throw ValidationError("the file's name ends in neither .csv nor .ndjson")
    }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let (map, digest) = try MapInput.read(map)
    let importer = Importer(vault: vault, map: map, mapDigest: digest)
    let console = session.console
    let (file, rejects, dryRun) = (file, rejects, dryRun)
    Interruption.watch()
    // The import looks for a cancelled task between its batches, and Ctrl-C cancels this one.
    let job = Task {
      try await importer.run(
        path: file, format: ImportFormat(path: file) ?? .csv, rejects: rejects, isDryRun: dryRun
      ) { report in
        console.progress("\(report.rows) rows, \(report.rejected) rejected", report.json)
        if Interruption.isAsked { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
      }
    }
    defer { console.endProgress() }
    let report: ImportReport
    do {
      report = try await job.value
    } catch let stopped as ImportStopped {
      throw CommandError(stopped.cause).adding(stopped.report.remark)
    }
    guard report.isComplete else {
      throw CommandError(
        .interrupted, "INTERRUPTED", "interrupted after \(report.rows) rows",
        hint: report.remark)
    }
    return report.answer(rejects)
  }
}

extension ImportReport {
  fileprivate var json: JSONValue {
    [
      "rows": .number(rows), "subjects": .number(subjects), "granted": .number(granted),
      "refused": .number(refused), "grounds": .number(grounds), "values": .number(values),
      "unchanged": .number(unchanged), "rejected": .number(rejected), "dry_run": .flag(isDryRun),
      "unseen_columns": .texts(unseenColumns),
    ]
  }

  /// How far it came, for an import that did not come to its end.
  fileprivate var remark: String {
    isDryRun
      ? "nothing was written"
      : "\(rows) rows, to line \(lastLine), were gone through; run it again for the rest"
  }

  fileprivate func answer(_ rejects: String?) -> Answer {
    var facts: [TextBlock.Fact] = [
      .init("subjects", "\(subjects) new"), .init("consents", "\(granted)"),
      .init("refusals", "\(refused)"), .init("grounds", "\(grounds)"),
      .init("values", "\(values)"), .init("unchanged", "\(unchanged)"),
      .init("rejected", "\(rejected)" + (rejects.map { rejected > 0 ? ", in \($0)" : "" } ?? "")),
    ]
    if !unseenColumns.isEmpty {
      facts.append(.init("never seen", unseenColumns.joined(separator: ", ")))
    }
    return .change(
      json,
      [.sentence(isDryRun ? "would import \(rows) rows" : "imported \(rows) rows"), .facts(facts)],
      exit: rejected > 0 ? .partly : .done)
  }
}
