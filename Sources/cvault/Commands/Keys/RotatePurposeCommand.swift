import ArgumentParser
import ConsentVault
import VaultCrypto

struct RotatePurposeCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "purpose", abstract: "Replace the key of a purpose.",
    discussion: "Key files that open the purpose open nothing more: issue them again afterwards.")

  @Option(help: ArgumentHelp("The purpose.", valueName: "purpose"))
  var purpose: String
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let begun = try await vault.beginRotation(of: .purpose(purpose))
    let report = try await Rewrapping.run(vault, session.console)
    var blocks: [TextBlock] = [
      .sentence("replaced: the key of `\(purpose)`, now generation \(begun.generation)"),
      .sentence(report.progress),
    ]
    for slot in begun.dropped {
      let purposes = slot.purposes.joined(separator: " ")
      blocks.append(
        .sentence("the key file of slot \(slot.number) opens nothing more: \(purposes)"))
    }
    if let slot = begun.dropped.first {
      let options = slot.purposes.map { "--purpose \($0)" }.joined(separator: " ")
      blocks.append(.sentence("hint: issue it again: cvault keys issue \(options) --to FILE"))
    }
    let json: JSONValue = [
      "key": "purpose", "purpose": .text(purpose), "generation": .number(begun.generation),
      "dropped": .list(
        begun.dropped.map {
          ["slot": .number($0.number), "kind": .text($0.kind), "purposes": .texts($0.purposes)]
        }), "leaf": .number(begun.leaf),
    ]
    return .change(json.adding(report.json.members), blocks)
  }
}
