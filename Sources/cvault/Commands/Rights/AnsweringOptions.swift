import ArgumentParser
import ConsentVault

/// `--request`: the request that a rights command answers, in the same transaction.
struct AnsweringOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The request that this answers.", valueName: "id"))
  var request: Identifier?

  /// For people; empty if there is none.
  var facts: [TextBlock.Fact] {
    request.map { [TextBlock.Fact("answered", "the request \($0)")] } ?? []
  }
}
