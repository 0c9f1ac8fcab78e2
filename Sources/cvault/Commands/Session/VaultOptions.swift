import ArgumentParser

/// Which vault, which key, and who types.
struct VaultOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The vault; otherwise the only *.vault here.", valueName: "dir"))
  var vault: String?

  @Option(
    help: ArgumentHelp(
      "One more anchor, outside the vault; it must be there and not be ahead.", valueName: "path"))
  var anchor: String?

  @OptionGroup var key: KeyOptions

  @Option(
    help: ArgumentHelp("Who makes the change; otherwise admin:<login>.", valueName: "name"))
  var actor: String?

  @Flag(help: "Do not ask at the terminal.")
  var yes = false
}
