import ArgumentParser
import ConsentVault

struct GroundCloseCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Close a ground: its keys are destroyed at once.")

  @Argument(help: "The id of the ground.") var ground: Identifier
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let closed = try await vault.closeGround(ground)
    let subject = try vault.permission(ground).subject
    // Nothing is added to what outlived an erasure: there is no way back.
    let isKept = try subject.map { try SubjectID($0).isReserved } ?? false
    return ChangeAnswer.closed(
      closed, of: subject, "closed: \(closed.purpose)",
      undo: isKept
        ? nil : ["ground", "open", subject ?? "SUBJECT", "--purpose", closed.purpose, "…"])
  }
}
