import ArgumentParser
import ConsentVault
import FoundationEssentials

struct LedgerVerifyCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verify every leaf, and every row against what the leaves say: exit 0 or 6.")

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let console = session.console
    let report = try vault.verifyLedger { leaves in
      console.progress("verified \(leaves) leaves", ["leaves": .number(leaves)])
    }
    console.endProgress()
    let root = Data(report.root.bytes).base64EncodedString()
    return Answer(
      [
        "ok": .flag(true), "size": .number(report.size), "root": .text(root),
        "checked": ["leaves": .number(report.leaves), "rows": .number(report.rows)],
      ],
      [
        .sentence("whole: \(report.leaves) leaves and \(report.rows) rows fit together"),
        .facts([.init("size", "\(report.size)"), .init("root", root)]),
      ])
  }
}
