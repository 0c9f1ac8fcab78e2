import ArgumentParser
import ConsentVault
import VaultCrypto

struct KeysAddCommand: ChangeCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add one more way to open everything: an owner slot.",
    discussion: """
      Name one way. --to alone writes a new key file; with --age or --systemd-creds it says where the \
      encrypted key file goes.
      """)

  @OptionGroup var way: NewKeyOptions
  @OptionGroup var rehearsal: RehearsalOptions
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let code = ShownOnce()
    let change = try await vault.addKey(way.key(session, showing: code))
    var facts: [TextBlock.Fact] = [.init("kind", change.slot.kind)]
    var members: [JSONValue.Member] = []
    if let to = way.to {
      facts.append(.init("file", to))
      members.append(.init("file", .text(to)))
    }
    if let text = code.text {
      facts.append(.init("recovery code", text))
      members.append(.init("recovery_code", .text(text)))
    }
    if !change.slot.recipients.isEmpty {
      facts.append(.init("recipients", change.slot.recipients.joined(separator: " ")))
    }
    facts += [.init("try it", "cvault keys drill, with the new key"), change.undo]
    var answer = change.answer("added: it opens everything", facts, more: members)
    if code.text != nil {
      // Asked for, and not to be had again: -q does not swallow it.
      answer.isConfirmation = false
      answer.blocks.append(
        .sentence("Write the recovery code down now: it is shown once and kept nowhere."))
    }
    return answer
  }
}
