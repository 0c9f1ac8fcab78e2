import ArgumentParser
import ConsentVault

/// How a consent was given.
struct ProofOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The notice that was shown.", valueName: "id[.lang]"))
  var notice: String

  @Option(
    help: ArgumentHelp(
      "How the yes was given, such as web-form, double-opt-in or signed-statement.",
      valueName: "method"))
  var method: String

  @Option(
    help: ArgumentHelp(
      "Who gave it: subject, guardian:NAME or agent:NAME.", valueName: "giver"))
  var giver = Giver.subject

  @Option(
    help: ArgumentHelp("A file that proves it; its SHA-256 is kept.", valueName: "path"))
  var evidenceFile: String?

  @Option(
    help: ArgumentHelp("When it was given (RFC 3339); otherwise now.", valueName: "time"))
  var at: Timestamp?
}
