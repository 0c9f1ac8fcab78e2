import ArgumentParser

struct SubjectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "subject",
    abstract: "What the vault holds about a person, and the person's rights.",
    subcommands: [
      SubjectListCommand.self, SubjectShowCommand.self, SubjectHistoryCommand.self,
      SubjectExportCommand.self, SubjectRectifyCommand.self, SubjectObjectCommand.self,
      SubjectRestrictCommand.self, SubjectUnrestrictCommand.self, SubjectEraseCommand.self,
      SubjectCertificateCommand.self, SubjectReadmitCommand.self,
    ])
}
