import ArgumentParser
import ConsentVault

struct ReceiptVerifyCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verify a receipt or an erasure certificate, without any vault: exit 0 or 6.",
    discussion: """
      Give the log's key as the company publishes it, name+id+base64, or a file that holds it. Several \
      may be given: a log's key is rotated now and then, and old receipts stay valid under the old one.
      """)

  @Argument(help: "The receipt or certificate.", completion: .file()) var file: String
  @Option(help: ArgumentHelp("A log's key, or a file with keys.", valueName: "key"))
  var key: [String]
  @OptionGroup var output: OutputOptions

  func answer(_ session: Session) async throws -> Answer {
    let bytes = try InputFile.read(
      file, "the receipt", limit: SignedStatement.longest, tooLarge: "RECEIPT_INVALID")
    let verified = try SignedStatement.verify(bytes, keys: VerifierKeys.read(key))
    let statement = try SignedStatement(parsing: bytes)
    return Answer(
      verified.json,
      [.sentence("it holds: nothing in it was changed"), verified.facts, statement.facts])
  }
}
