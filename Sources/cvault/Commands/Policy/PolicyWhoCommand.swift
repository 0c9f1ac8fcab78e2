import ArgumentParser
import PolicyTools
import VaultModel
import VaultPolicy

struct PolicyWhoCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "who",
    abstract: "Say who may touch a category: for what, on which basis, and on what terms.",
    discussion: "This is the policy's part: what of it a person has allowed is for `cvault check`.")

  @Option(help: "The category; a parent stands for all leaves under it.") var category: String
  @Option(help: "Only this purpose, or the purposes of this group.") var purpose: String?
  @OptionGroup var asked: AskedPolicy
  @OptionGroup var output: OutputOptions

  var vaultOptions: VaultOptions? { asked.access }

  func answer(_ session: Session) async throws -> Answer {
    let answer = try asked.read(session).who(mayTouch: category, for: purpose)
    let nobody: [TextBlock] =
      answer.purposes.isEmpty ? [.sentence("nobody may touch `\(category)`")] : []
    return Answer(
      answer.value([.init("category", .text(category)), .init("for", .text(purpose))]),
      nobody + answer.blocks)
  }
}
