import ArgumentParser
import ConsentVault

struct RenewCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "renew", abstract: "Record a new yes to a consent that is given or expired.")

  @Argument(help: "The id of the consent.") var consent: Identifier
  @OptionGroup var end: EndOptions
  @OptionGroup var proof: ProofOptions
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard end.end != nil else { throw ValidationError("a renewal needs --for or --until") }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let renewed = try await vault.renew(
      consent, end: end.end ?? .longest, notice: proof.notice, method: proof.method,
      giver: proof.giver, evidence: try Evidence.digest(proof.evidenceFile), eventTime: proof.at)
    let subject = try vault.permission(consent).subject
    return ChangeAnswer.permission(
      renewed, of: subject, "renewed: \(renewed.purpose)",
      undo: ["revoke", subject ?? "SUBJECT", "--consent", consent.description])
  }
}
