import ArgumentParser
import ConsentVault
import VaultLedger

struct PolicyKeyNewCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a private policy key, and print its public half.",
    discussion: """
      Keep the file away from the vault and from its owners' keys: whoever holds both can change the \
      policy alone. Go's golang.org/x/mod/sumdb/note reads it too.
      """)

  @Option(help: ArgumentHelp("Where to write the private key, mode 0600.", valueName: "path"))
  var out: String
  @Option(help: ArgumentHelp("The key's name, such as example.com/policy.", valueName: "name"))
  var name = "policy"
  @OptionGroup var output: OutputOptions

  func answer(_ session: Session) async throws -> Answer {
    let signer = try PolicySigner.make(named: name, at: out)
    return Answer(
      ["key": .text(signer.verifier.text), "file": .text(out)],
      [
        .sentence("made: a key that signs policies"),
        .facts([
          .init("key", signer.verifier.text), .init("private key", out),
          .init("next", "cvault policy sign FILE --key \(ShellWord.quoted(out))"),
        ]),
      ])
  }
}
