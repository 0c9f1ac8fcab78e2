import ArgumentParser
import ConsentVault

struct LedgerAnchorCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "anchor", abstract: "Make one more anchor, outside the vault's directory.",
    discussion: """
      Put it on another disk or machine: it finds the whole directory rolled back. From then on name it \
      with --anchor or CVAULT_ANCHOR in every command; one that does not leaves it behind, which is no \
      harm. It is never made by another command, so that whoever takes it away is found out.
      """)

  @Argument(help: "The new file.", completion: .file()) var file: String
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  var vaultOptions: VaultOptions? { access }

  func answer(_ session: Session) async throws -> Answer {
    let vault = try session.openVault(access, newAnchor: file)
    try vault.makeOutsideAnchor(at: file)
    return Answer(
      ["anchor": .text(file)],
      [
        .sentence("made: an anchor outside the vault"), .facts([.init("anchor", file)]),
        .sentence("Name it with --anchor or CVAULT_ANCHOR from now on."),
      ])
  }
}
