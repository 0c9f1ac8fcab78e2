import ArgumentParser
import ConsentVault
import VaultPolicy
import VaultStore

struct PolicyShowCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the policy in force, as it was written.")

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let compiled = try vault.policyInForceNow()
    let source = try vault.policyLog().first { $0.number == compiled.number }?.source ?? ""
    return Answer(compiled.summary, [.verbatim(source)])
  }
}

extension CompiledPolicy {
  /// The names that commands take, purpose by purpose.
  fileprivate var summary: JSONValue {
    [
      "name": .text(policy.name), "version": .text(policy.version.text),
      "digest": .text("sha256:\(digest)"),
      "categories": .texts(policy.categories.map(\.name)), "channels": .texts(policy.channels),
      "recipients": .texts(["self"] + policy.recipients.map(\.name)),
      "actors": .texts(policy.actors.map(\.name)), "groups": .texts(policy.groups.map(\.name)),
      "purposes": .list(policy.purposes.map(\.summary)), "never": .texts(policy.never.map(\.id)),
    ]
  }
}

extension PurposeDefinition {
  fileprivate var summary: JSONValue {
    [
      "purpose": .text(name), "title": .text(title), "benefit": .text(benefit),
      "basis": .text(basis.rawValue), "categories": .texts(categories),
      "recipients": .texts(recipients), "channels": .texts(channels), "actors": .texts(actors),
      "notices": .texts(notices), "max_lifetime": .described(consent?.maxLifetime),
      "methods": .texts((consent?.methods ?? []).map(\.rawValue)),
      "retention": .described(retention), "obligations": .texts(obligations),
    ]
  }
}
