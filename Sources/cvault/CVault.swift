import ArgumentParser

/// `cvault`: the command line of a vault.
struct CVault: ParsableCommand {
  /// The version of the tool.
  static let version = "0.1.0"

  /// What is there for our own tests alone.
  private static var hidden: [any ParsableCommand.Type] {
    #if DEBUG
      [CrashCommand.self]
    #else
      []
    #endif
  }

  static let configuration = CommandConfiguration(
    commandName: "cvault",
    abstract: "Keep what you know about customers; use it only as each of them allowed.",
    discussion: """
      Nothing leaves a vault, and nothing may stay in it, without a permission: explicit, for one \
      purpose, with an end. Times are RFC 3339, durations 90d, 12h, 30m, 45s. SUBJECT may be -, one \
      line of standard input.
      """,
    version: version,
    subcommands: hidden,
    groupedSubcommands: [
      CommandGroup(
        name: "What a person allows",
        subcommands: [
          GrantCommand.self, RenewCommand.self, RevokeCommand.self, RefuseCommand.self,
          RequestCommand.self, DismissCommand.self, InvalidateCommand.self, ConsentsCommand.self,
          ShowCommand.self, ReceiptCommand.self, GroundCommand.self, ExpiringCommand.self,
        ]),
      CommandGroup(
        name: "Data",
        subcommands: [
          PutCommand.self, CheckCommand.self, GetCommand.self, SubjectCommand.self,
          RequestsCommand.self,
          ImportCommand.self,
        ]),
      CommandGroup(
        name: "The vault",
        subcommands: [
          InitCommand.self, PolicyCommand.self, KeysCommand.self, SweepCommand.self,
          ClockCommand.self, LedgerCommand.self, BackupCommand.self, RestoreCommand.self,
          ConvertCommand.self, DoctorCommand.self, StatsCommand.self, ReportCommand.self,
        ]),
      CommandGroup(
        name: "The tool",
        subcommands: [
          ConfigCommand.self, CompletionsCommand.self, VersionCommand.self,
        ]),
    ])
}
