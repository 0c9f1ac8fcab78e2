import ArgumentParser
import PolicyFiles
import VaultModel
import VaultPolicy

struct PolicyCheckCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a policy file: exit 0 valid, 1 cannot be read, 3 invalid.")

  @Argument(help: "The policy's file.") var file: String
  @OptionGroup var output: OutputOptions

  func answer(_ session: Session) async throws -> Answer {
    let source: PolicySource
    do throws(PolicyFault) {
      source = try PolicyFile.read(file)
    } catch {
      let told = CommandError(error)
      // This command has a code of its own for a file that is not there.
      guard told.status == .denied else { throw told.with(.unexpected) }
      throw told
    }
    let policy = source.policy
    return Answer(
      [
        "ok": .flag(true), "name": .text(policy.name), "version": .text(policy.version.text),
        "purposes": .number(policy.purposes.count), "categories": .number(policy.categories.count),
        "actors": .number(policy.actors.count), "notices": .number(source.notices.count),
      ],
      [
        .sentence("valid: \(policy.name) \(policy.version.text)"),
        .facts([
          .init("purposes", "\(policy.purposes.count)"),
          .init("categories", "\(policy.categories.count)"),
          .init("actors", "\(policy.actors.count)"), .init("notices", "\(source.notices.count)"),
        ]),
      ])
  }
}
