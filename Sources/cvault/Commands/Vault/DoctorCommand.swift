import ArgumentParser
import ConsentVault

struct DoctorCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look at the vault and the machine: exit 0, or 3 with findings.")

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let findings = try vault.examine()
    return Answer(
      .list(findings.map(\.json)), [.table(Table(["", "CHECK", "FINDING"], findings.map(\.row)))],
      exit: findings.allSatisfy(\.isGood) ? .done : .denied)
  }
}

extension Finding {
  fileprivate var json: JSONValue {
    [
      "check": .text(check), "ok": .flag(isGood), "message": .text(message), "hint": .text(hint),
    ]
  }

  fileprivate var row: [Table.Cell] {
    [
      Table.Cell(text: isGood ? "ok" : "BAD", meaning: isGood ? .good : .bad), .plain(check),
      .plain(message + (hint.map { "; \($0)" } ?? "")),
    ]
  }
}
