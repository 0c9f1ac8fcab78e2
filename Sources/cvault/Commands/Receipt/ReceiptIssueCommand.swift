import ArgumentParser
import ConsentVault

struct ReceiptIssueCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue", abstract: "Make a signed receipt of one event of a consent or ground.",
    discussion: """
      The receipt is a file for the person to keep: what was agreed, for what, until when, how to take \
      it back, signed, with its place in the ledger. Whoever has it and the log's key verifies it \
      without the vault: `cvault receipt verify`. `--json` prints the receipt itself.
      """)

  @Argument(help: "The id of the consent or ground.") var consent: Identifier

  @Option(help: ArgumentHelp("The leaf of the event; otherwise the latest.", valueName: "leaf"))
  var event: UInt64?

  @Flag(help: "In the fields of Kantara Consent Receipt v1.1 instead of JSON-LD.")
  var kantara = false

  @Option(
    help: ArgumentHelp("With --kantara: the jurisdiction, such as DE.", valueName: "code"))
  var jurisdiction: String?

  @Flag(help: "Name the person by the company's own id; otherwise a pseudonym stands there.")
  var withSubject = false

  @Option(
    name: .customLong("to"), help: ArgumentHelp("Write it to a new file.", valueName: "file"),
    completion: .file())
  var file: String?

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard kantara || jurisdiction == nil else {
      throw ValidationError("--jurisdiction belongs to --kantara")
    }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    // What our rules are made after, where nobody says more.
    let form: ReceiptForm = kantara ? .kantara(jurisdiction: jurisdiction ?? "GDPR") : .linkedData
    let receipt = try await vault.receipt(
      for: consent, event: event, form: form, namingSubject: withSubject)
    return try receipt.answer("receipt", receipt.facts, to: file)
  }
}
