import ArgumentParser
import ConsentVault
import PolicyFiles
import VaultLedger

struct PolicyVerifyCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verify the signature beside a policy: exit 0 signed by the key, 3 not.")

  @Argument(help: "The policy's file.", completion: .file()) var file: String
  @Option(
    help: ArgumentHelp("The policy key, or a file that holds it.", valueName: "vkey")
  ) var key: String
  @OptionGroup var output: OutputOptions

  func answer(_ session: Session) async throws -> Answer {
    let source = try PolicyFile.read(file)
    let key = try PolicyKeyInput.read(key)
    try source.requireSignature(by: key)
    return .signed(
      source, by: key, "signed by the key", file: SignatureFile.path(beside: file))
  }
}
