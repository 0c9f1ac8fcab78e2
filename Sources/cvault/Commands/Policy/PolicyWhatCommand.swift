import ArgumentParser
import PolicyTools
import VaultModel
import VaultPolicy

struct PolicyWhatCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "what",
    abstract: "Say everything that a purpose may touch, and on what terms.",
    discussion: "This is the policy's part: what of it a person has allowed is for `cvault check`.")

  @Option(help: "The purpose; a group stands for all purposes under it.") var purpose: String
  @OptionGroup var asked: AskedPolicy
  @OptionGroup var output: OutputOptions

  var vaultOptions: VaultOptions? { asked.access }

  func answer(_ session: Session) async throws -> Answer {
    let answer = try asked.read(session).what(for: purpose)
    return Answer(answer.value([.init("for", .text(purpose))]), answer.blocks)
  }
}
