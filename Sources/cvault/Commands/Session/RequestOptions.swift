import ArgumentParser
import ConsentVault

/// What is asked for: the flags of `check` and `get`.
struct RequestOptions: ParsableArguments {
  @Option(help: ArgumentHelp("What it is for.", valueName: "purpose"))
  var purpose: String

  @Option(help: ArgumentHelp("A category; a parent stands for its leaves.", valueName: "category"))
  var category: [String]

  @Option(name: .customLong("as"), help: ArgumentHelp("Who asks.", valueName: "actor"))
  var asker: String

  @Option(help: ArgumentHelp("Who gets it.", valueName: "recipient"))
  var recipient = "self"

  @Option(help: ArgumentHelp("How the person will be contacted.", valueName: "channel"))
  var channel: String?

  @Option(
    help: ArgumentHelp("What is done with it: use, profile or combine.", valueName: "operation"))
  var operation = "use"

  @Flag(help: "Release what is covered, and list what is withheld.")
  var partial = false

  /// The request; names stay as typed, because an unknown one is a denial, not an error.
  var request: Request {
    Request(
      actor: asker, purpose: purpose, categories: category, operation: operation,
      recipient: recipient, channel: channel, mode: partial ? .partial : .strict)
  }
}
