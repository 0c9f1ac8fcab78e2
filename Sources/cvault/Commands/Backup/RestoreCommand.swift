import ArgumentParser
import ConsentVault
import VaultModel

struct RestoreCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a vault together from its backups: exit 0, or 7 with values lost.",
    discussion: """
      It takes the newest data part in the directory and the newest key part; what the key part does not \
      know is not put back. It stops where the vault is known to have come further than the key part: by \
      another part, or by the anchor of --anchor. With --accept-rollback it goes on, and what was erased or \
      withdrawn since comes back; the ledger says so. Nothing stands at the new place before it is whole, \
      and a vault is never overwritten.
      """)

  @Argument(help: "The directory with the backups.", completion: .directory) var directory: String
  @Option(
    help: ArgumentHelp("Where the vault is to be, NAME.vault.", valueName: "dir"),
    completion: .directory) var to: String
  @Option(
    help: ArgumentHelp(
      "Take the keys from this key part, or from a vault that survived.", valueName: "path"),
    completion: .directory) var keys: String?
  @Flag(help: "Put an older state back than is known to have been.") var acceptRollback = false
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  var vaultOptions: VaultOptions? { access }

  func validate() throws {
    guard to.hasSuffix(".vault") || to.hasSuffix(".vault/") else {
      throw ValidationError("a vault's directory is named NAME.vault")
    }
    guard access.vault == nil else {
      throw ValidationError(
        "--vault names no part in this: use --to, and --keys for one that survived")
    }
  }

  func answer(_ session: Session) async throws -> Answer {
    let report = try session.console.following("put back") { steps in
      try session.withKey(access) { key throws(VaultError) in
        try Vault.restore(
          from: directory, to: to, keys: keys, unlockedBy: key, options: session.options,
          acceptsRollback: acceptRollback, progress: steps)
      }
    }
    return report.answer(to)
  }
}

extension RestoreReport {
  fileprivate func answer(_ place: String) -> Answer {
    var blocks: [TextBlock] = [.sentence("made: a vault from its backup")]
    if isRolledBack {
      blocks.append(
        .sentence("It is older than the vault is known to have been; the ledger says so."))
    }
    if lostValues > 0 {
      blocks.append(
        .sentence("\(lostValues) values were stored after the data part was made, and are lost."))
    }
    blocks += [
      .facts([
        .init("vault", place), .init("data part", dataPart), .init("keys", keys),
        .init("leaves", "\(ledgerSize)"), .init("values", "\(values)"),
      ]),
      .sentence("Verify it with `cvault ledger verify --vault \(ShellWord.quoted(place))`."),
    ]
    return .change(
      [
        "vault": .text(place), "data_part": .text(dataPart), "keys": .text(keys),
        "ledger_size": .number(ledgerSize), "root": .text(Base64.string(root.bytes)),
        "values": .number(values), "lost_values": .number(lostValues),
        "rolled_back": .flag(isRolledBack), "leaf": .number(leaf),
      ], blocks, exit: lostValues > 0 ? .partly : .done)
  }
}
