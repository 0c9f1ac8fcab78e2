import ArgumentParser
import ConsentVault
import VaultLedger

struct PolicyKeyEndorseCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "endorse", abstract: "Let another policy key take the place of this one.",
    discussion: """
      Do it on the day the key is made, for a spare key that is kept elsewhere: if the key is lost, \
      nothing but this brings another into force. Keep the file as safe as the keys.
      """)

  @Argument(help: "The new policy key, or a file that holds it.") var vkey: String
  @Option(
    help: ArgumentHelp("The private key that gives way.", valueName: "path"),
    completion: .file()) var key: String
  @Option(help: ArgumentHelp("Where to write the endorsement.", valueName: "path")) var out: String
  @OptionGroup var output: OutputOptions

  func answer(_ session: Session) async throws -> Answer {
    let new = try PolicyKeyInput.read(vkey)
    let signer = try PolicySigner.read(key)
    try NewFile.write(signer.endorse(new), to: out)
    return Answer(
      ["from": .text(signer.verifier.text), "to": .text(new.text), "file": .text(out)],
      [
        .sentence("endorsed: \(new.name) may take the place of \(signer.verifier.name)"),
        .facts([
          .init("from", signer.verifier.text), .init("to", new.text), .init("file", out),
        ]),
      ])
  }
}
