import ArgumentParser
import ConsentVault

struct KeysRewrapCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "rewrap", abstract: "Finish a rotation that was interrupted.",
    discussion: "Ctrl-C ends it behind a whole batch; without a rotation it does nothing.")

  @Option(help: ArgumentHelp("Subjects per transaction, 1 to 500.", valueName: "n")) var batch = 500
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...500).contains(batch) else { throw ValidationError("--batch is from 1 to 500") }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let report = try await Rewrapping.run(vault, session.console, batch: batch)
    let pages = try vault.isRenewingPages() ? try await vault.renewPages() : nil
    var blocks: [TextBlock] = [
      .sentence(report.passes == 0 ? "no rotation waits for rows" : report.progress)
    ]
    if let pages { blocks.append(.sentence("replaced: the page key, now \(pages.epoch)")) }
    return .change(report.json.adding([.init("pages", .number(pages?.epoch))]), blocks)
  }
}
