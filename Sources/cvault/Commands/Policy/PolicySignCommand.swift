import ArgumentParser
import ConsentVault
import PolicyFiles
import VaultLedger
import VaultPolicy

struct PolicySignCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Sign a policy with its notices, and write FILE.sig beside it.",
    discussion: """
      The signature is over the policy's name, version and content and the text of every notice beside \
      it; blanks and comments may change afterwards. A signature that is there is replaced.
      """)

  @Argument(help: "The policy's file.", completion: .file()) var file: String
  @Option(
    help: ArgumentHelp(
      "The private key, from `cvault policy key new`.", valueName: "path"),
    completion: .file()) var key: String
  @OptionGroup var output: OutputOptions

  func answer(_ session: Session) async throws -> Answer {
    let source = try PolicyFile.read(file, isToBeSigned: true)
    let signer = try PolicySigner.read(key)
    let path = SignatureFile.path(beside: file)
    try ReplacedFile.write(signer.sign(source), to: path)
    return .signed(source, by: signer.verifier, "signed", file: path)
  }
}

extension Answer {
  /// A policy, and who vouches for it.
  static func signed(
    _ source: PolicySource, by key: VerifierKey, _ done: String, file: String
  ) -> Answer {
    let statement = source.statement
    return Answer(
      [
        "name": .text(statement.name), "version": .text(statement.version),
        "digest": .text("sha256:\(statement.digest)"), "notices": .number(source.notices.count),
        "key": .text(key.text), "signature": .text(file),
      ],
      [
        .sentence("\(done): \(statement.name) \(statement.version)"),
        .facts([
          .init("digest", "sha256:\(statement.digest)"),
          .init("notices", "\(source.notices.count)"), .init("key", key.text),
          .init("signature", file),
        ]),
      ])
  }
}
