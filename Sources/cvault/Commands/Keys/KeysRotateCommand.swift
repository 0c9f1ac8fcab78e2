import ArgumentParser

struct KeysRotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Replace a key, and destroy the one before.",
    discussion: """
      What was sealed under the older key is sealed anew, beside readers and writers. Interrupted, it \
      goes on with `cvault keys rewrap`.
      """,
    subcommands: [
      RotateWrapCommand.self, RotatePurposeCommand.self, RotatePagesCommand.self,
      RotateLogCommand.self, RotateRootCommand.self,
    ])
}
