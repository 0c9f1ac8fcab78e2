import ArgumentParser
import ConsentVault
import PolicyFiles
import VaultPolicy

struct PolicyLoadCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "Put a policy in force, at once and for every process.")

  @Argument(help: "The policy's file.") var file: String
  @Flag(help: "Take a version that is lower than the one in force.") var allowOlder = false
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let source = try PolicyFile.read(file)
    let old = try vault.policyInForceNow().policy.version.text
    try Confirmation.ask(
      "Load \(source.policy.name) \(source.policy.version.text) in the place of \(old)?",
      yes: access.yes || isRehearsal)
    let change = try await vault.loadPolicy(source, allowOlder: allowOlder)
    return .change(
      [
        "name": .text(change.name), "version": .text(change.version),
        "digest": .text("sha256:\(change.digest)"), "changed": .flag(change.changed),
        "leaf": .number(change.leaf),
      ],
      change.changed
        ? [
          .sentence("in force: \(change.name) \(change.version)"),
          .facts([
            .init("digest", "sha256:\(change.digest)"),
            .init("undo", "cvault policy load OLDER --allow-older"),
          ]),
        ]
        : [.sentence("nothing changed: \(change.name) \(change.version) is in force already")])
  }
}
