import ArgumentParser
import ConsentVault
import Glibc
import VaultModel

struct SubjectExportCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Hand out what is held about a person (GDPR Art. 15 and 20): the leaf first.",
    discussion: """
      All values with their origin and age, permissions, denials, requests, and who used what and when; \
      older versions of values are not kept, so they are not in it. --portable hands out only what the \
      person provided for a consent or a contract. Files are 0600 and never written over; html is for \
      people, json is exact, csv is a folder of tables, where a cell that a spreadsheet would calculate \
      begins with an apostrophe.
      """)

  @Argument(help: "Whose data.") var subject: String
  @Option(
    help: ArgumentHelp(
      "A new file, or for csv a folder; otherwise standard output.", valueName: "path"))
  var to: String?
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("json, csv or html; otherwise as --to ends, or json.", valueName: "form"))
  var form: SubjectStatement.Form?
  @Flag(help: "Only what the person may take elsewhere.") var portable = false
  @Flag(help: "Show values on a terminal.") var reveal = false
  @OptionGroup var answering: AnsweringOptions
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  private var scope: SubjectStatement.Scope { portable ? .portability : .access }

  /// The form that is meant: what is named, or what the path says.
  private var chosen: SubjectStatement.Form {
    form ?? SubjectStatement.Form.allCases.first { to?.hasSuffix(".\($0.rawValue)") ?? false }
      ?? .json
  }

  func validate() throws {
    guard chosen != .html || !portable else {
      throw ValidationError("--portable is for machines: take json or csv")
    }
    guard chosen != .csv || portable || to != nil else {
      throw ValidationError("csv is a folder of tables: name one with --to")
    }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let id = try session.subject(subject)
    // Asked before anything is released, so that the ledger records no release that nobody saw.
    guard to != nil || reveal || isRehearsal || !Console.isTerminal(STDOUT_FILENO) else {
      throw CommandError.usage(
        "REVEAL_MISSING", "values are shown on a terminal only with --reveal",
        hint: "add --reveal, or name a file with --to")
    }
    let files = try isRehearsal ? nil : files()
    let export: SubjectExport
    do {
      export = try await vault.export(id, scope, as: chosen, answering: answering.request)
    } catch {
      files?.remove()
      throw error
    }
    try files?.write(export, as: chosen)
    return to == nil && !isRehearsal ? .written : report(export.statement, files?.paths ?? [])
  }

  private func files() throws -> StatementFiles {
    try to.map { try StatementFiles.make(at: $0, chosen, scope) } ?? .standardOutput
  }

  private func report(_ statement: SubjectStatement, _ paths: [String]) -> Answer {
    let count = statement.values.count
    return .change(
      [
        "subject": .text(statement.subject), "scope": .text(scope.rawValue),
        "form": .text(chosen.rawValue), "files": .texts(paths), "values": .number(count),
        "uses": .number(statement.uses.count), "request": .described(answering.request),
        "leaf": .number(statement.leaf),
      ],
      [
        .sentence(
          "exported \(count) \(count == 1 ? "value" : "values") as \(chosen.rawValue); the ledger says so"
        ),
        .facts(paths.map { .init("file", $0) } + answering.facts),
      ])
  }
}
