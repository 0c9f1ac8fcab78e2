import ArgumentParser
import VaultModel

struct VersionCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the version of the tool.")

  @OptionGroup var output: OutputOptions

  func answer(_ session: Session) async throws -> Answer {
    Answer(["version": .text(CVault.version)], [.sentence(CVault.version)])
  }
}
