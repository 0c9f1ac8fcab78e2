import ArgumentParser
import ConsentVault
import VaultModel

struct BackupCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Back the vault up in two parts.",
    discussion: """
      The data part (.cvdata) holds values, ledger and policies and opens nothing: keep it as long as you \
      like. The key part (.cvkeys) holds the keyring and every person's key: keep it apart, make it often, \
      and let it expire, because whoever is erased stays in it until then. The newest key part opens every \
      data part in the directory, except for those erased since. Expired key parts in the directory are \
      overwritten and removed. Ctrl-C ends it and leaves no part.
      """)

  @Argument(help: "The directory for the backups of this vault alone.", completion: .directory)
  var directory: String
  @Flag(help: "Make a key part alone; it is small, and brings what the newest data part lacks.")
  var keysOnly = false
  @Option(
    help: ArgumentHelp("How long the key part is kept.", valueName: "duration"))
  var expires = TimeSpan.days(30)
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard expires > .zero else { throw ValidationError("--expires is more than nothing") }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    var options = BackupOptions()
    options.keysOnly = keysOnly
    options.lifetime = expires
    let report = try session.console.following("copied") { steps in
      try vault.backUp(to: directory, options: options, progress: steps)
    }
    return report.answer(directory)
  }
}

extension BackupReport {
  fileprivate func answer(_ directory: String) -> Answer {
    var blocks: [TextBlock] = [
      .sentence("made: a backup of \(parts.first?.ledgerSize ?? 0) leaves")
    ]
    var facts = parts.flatMap { part in
      [
        TextBlock.Fact(part.kind == .data ? "data part" : "key part", part.path),
        .init("", "\(part.bytes) bytes, " + part.end),
      ]
    }
    facts += removed.map { .init("destroyed, expired", $0) }
    blocks.append(.facts(facts))
    blocks.append(
      .sentence("Put it back with `cvault restore \(ShellWord.quoted(directory)) --to NEW.vault`."))
    return .change(
      [
        "parts": .list(parts.map(\.json)), "removed": .texts(removed), "leaf": .number(leaf),
        "checkpoint": .text(checkpoint),
      ], blocks)
  }
}

extension BackupReport.Part {
  fileprivate var end: String {
    expires.map { "to be gone by \(LocalTime.text($0))" } ?? "may be kept"
  }

  fileprivate var json: JSONValue {
    [
      "kind": .text(kind.rawValue), "path": .text(path), "ledger_size": .number(ledgerSize),
      "root": .text(Base64.string(root.bytes)), "bytes": .number(bytes),
      "expires": .described(expires),
    ]
  }
}
