import ArgumentParser
import ConsentVault

/// Categories, recipients and channels of a permission or a denial.
struct ScopeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A category; a parent stands for its leaves.", valueName: "category"))
  var category: [String] = []

  @Option(help: ArgumentHelp("A recipient.", valueName: "recipient"))
  var recipient: [String] = []

  @Option(help: ArgumentHelp("A channel.", valueName: "channel"))
  var channel: [String] = []

  /// As the door wants it: nothing named means the default.
  var names: ScopeNames {
    ScopeNames(
      categories: category.isEmpty ? nil : category, recipients: recipient,
      channels: channel.isEmpty ? nil : channel)
  }

  /// The flags again, for a command that takes the same scope.
  var words: [String] {
    category.flatMap { ["--category", $0] } + recipient.flatMap { ["--recipient", $0] }
      + channel.flatMap { ["--channel", $0] }
  }
}
