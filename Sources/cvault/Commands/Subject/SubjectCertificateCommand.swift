import ArgumentParser
import ConsentVault

struct SubjectCertificateCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificate",
    abstract: "Certify an erasure, signed, as far as it has come by now.",
    discussion: """
      The vault does not know any more who was erased: `cvault subject erase` told the leaf, and \
      `cvault ledger show` lists it. Whoever has the certificate and the log's key verifies it without \
      the vault: `cvault receipt verify`. `--json` prints the certificate itself.
      """)

  @Option(help: ArgumentHelp("The leaf of the erasure.", valueName: "leaf")) var leaf: UInt64
  @Option(
    name: .customLong("to"), help: ArgumentHelp("Write it to a new file.", valueName: "file"),
    completion: .file())
  var file: String?
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let certificate = try await vault.erasureCertificate(leaf: leaf)
    return try certificate.answer("certificate", certificate.erasureFacts, to: file)
  }
}
