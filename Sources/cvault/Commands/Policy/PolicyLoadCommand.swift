import ArgumentParser
import ConsentVault
import PolicyFiles
import VaultPolicy

struct PolicyLoadCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "Put a policy in force, at once and for every process.",
    discussion: """
      In a vault that has a policy key the policy must be signed by it; the signature lies beside it, in \
      FILE.sig.
      """)

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
    return change.answer(
      change.changed
        ? "in force: \(change.name) \(change.version)"
        : "nothing changed: \(change.name) \(change.version) is in force already",
      undo: "cvault policy load OLDER --allow-older")
  }
}
