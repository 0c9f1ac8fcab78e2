import ArgumentParser
import PolicyFiles
import VaultModel
import VaultPolicy

struct PolicyCompileCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Print a policy in its canonical form, which applications and vaults keep.")

  @Argument(help: "The policy's file.") var file: String
  @OptionGroup var output: OutputOptions

  func answer(_ session: Session) async throws -> Answer {
    let text: String
    do throws(PolicyFault) {
      text = try PolicyFile.read(file).policy.canonicalJSON()
    } catch {
      throw CommandError(error)
    }
    return Answer(["compiled": .text(text)], [.verbatim(text)])
  }
}
