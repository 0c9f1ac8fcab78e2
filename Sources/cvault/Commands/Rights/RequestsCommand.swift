import ArgumentParser

struct RequestsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "requests",
    abstract: "Requests of persons to use their rights, and by when each must be answered.",
    discussion: """
      An answer is due one month after receipt: with the last hour of the day of that number, or of the \
      month's last day where there is none, in UTC (GDPR Art. 12(3), Regulation 1182/71).
      """,
    subcommands: [
      RequestsListCommand.self, RequestsOpenCommand.self, RequestsShowCommand.self,
      RequestsExtendCommand.self, RequestsAnswerCommand.self, RequestsRefuseCommand.self,
    ],
    defaultSubcommand: RequestsListCommand.self)
}
