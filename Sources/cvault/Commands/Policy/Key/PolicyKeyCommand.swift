import ArgumentParser

struct PolicyKeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "The policy key: who must sign what the vault decides by.",
    discussion: """
      Once a vault has a policy key, every version must be signed by it. There is no way back, and \
      only the key itself can let another take its place: endorse a spare one on the first day.
      """,
    subcommands: [
      PolicyKeyNewCommand.self, PolicyKeySetCommand.self, PolicyKeyEndorseCommand.self,
      PolicyKeyShowCommand.self,
    ])
}
