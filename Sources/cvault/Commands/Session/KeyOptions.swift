import ArgumentParser

/// Where the key comes from; no secret is ever an argument or a variable.
struct KeyOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Unlock with a key file; - is standard input.", valueName: "path"))
  var keyFile: String?

  @Option(
    name: .customLong("key-fd"),
    help: ArgumentHelp("Unlock with the key file text that this descriptor gives.", valueName: "n"))
  var keyFD: Int32?

  @Option(
    help: ArgumentHelp("Unlock with the key file text that a program prints.", valueName: "command")
  )
  var keyCommand: String?

  @Option(
    help: ArgumentHelp(
      "Unlock with the passphrase on the first line of a file; - is standard input.",
      valueName: "path"))
  var passphraseFile: String?

  @Option(
    help: ArgumentHelp(
      "Unlock an age slot with a file of identities, as age-keygen writes it.", valueName: "path"))
  var identity: String?
}
