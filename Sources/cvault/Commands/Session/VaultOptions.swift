import ArgumentParser

/// Which vault, which key, and who types.
struct VaultOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The vault; otherwise the only *.vault here.", valueName: "dir"))
  var vault: String?

  @OptionGroup var key: KeyOptions

  @Option(
    help: ArgumentHelp("Who makes the change; otherwise admin:<login>.", valueName: "name"))
  var actor: String?

  @Flag(help: "Do not ask at the terminal.")
  var yes = false
}
