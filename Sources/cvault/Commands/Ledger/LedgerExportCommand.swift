import ArgumentParser
import ConsentVault

struct LedgerExportCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the ledger as a directory of tiles, for outside checks.",
    discussion: """
      C2SP tlog-tiles: checkpoint, hashes and leaves as plain files. A later export adds to the same \
      directory. Whoever reads it learns when, by whom and for which purposes data was used, and not \
      whose data it was. Ctrl-C ends it behind a whole file; run again, it goes on.
      """)

  @Argument(help: "A new directory, or that of an earlier export.", completion: .directory)
  var directory: String
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    Interruption.watch()
    let console = session.console
    let job = Task { [directory] in
      try await vault.exportLedger(to: directory) { export in
        console.progress(export.progress, export.json)
        if Interruption.isAsked { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
      }
    }
    let export = try await job.value
    console.endProgress()
    guard !Interruption.isAsked else {
      throw CommandError(
        .interrupted, "INTERRUPTED", "interrupted: \(export.progress)",
        hint: "run it again; it goes on from here")
    }
    return .change(
      export.json,
      [
        .sentence(export.progress),
        .facts([.init("directory", directory), .init("files written", "\(export.written)")]),
      ])
  }
}

extension LedgerExport {
  fileprivate var progress: String { "exported \(exported) of \(size) leaves" }

  fileprivate var json: JSONValue {
    ["size": .number(size), "exported": .number(exported), "written": .number(written)]
  }
}
