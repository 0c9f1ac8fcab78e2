import ArgumentParser
import ConsentVault
import VaultLedger

struct LedgerKeyCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Print the public keys with which others verify what this vault signs.",
    discussion: """
      Give them to whoever has to verify checkpoints, proofs, receipts and certificates. Those that \
      signed before stay good for what they signed.
      """)

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let keys = try vault.logKeys()
    let rows = try keys.enumerated().map { number, key in
      (
        state: number == 0 ? "current" : "old", log: key.text,
        witness: try key.with(.cosignature).text
      )
    }
    return Answer(
      .list(
        rows.map {
          ["state": .text($0.state), "key": .text($0.log), "witness_key": .text($0.witness)]
        }),
      rows.flatMap { row -> [TextBlock] in
        [
          .sentence("\(row.state):"),
          .facts([.init("signs", row.log), .init("cosigns", row.witness)]),
        ]
      })
  }
}
