import ArgumentParser
import ConsentVault

struct SubjectListCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List every subject (owner's key).")

  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    var items: [JSONValue] = []
    var rows: [[String]] = []
    try vault.eachSubject { summary in
      items.append(summary.json)
      rows.append(summary.row)
    }
    return Answer(
      .list(items),
      [
        .table(
          Table(["SUBJECT", "STATUS", "SINCE", "CONSENTS", "GROUNDS", "DENIALS", "VALUES"], rows))
      ])
  }
}

extension SubjectSummary {
  var json: JSONValue {
    [
      "subject": .text(subject), "status": .text(status), "since": .described(since),
      "consents": .number(consents), "grounds": .number(grounds), "denials": .number(denials),
      "values": .number(values),
    ]
  }

  fileprivate var row: [String] {
    [
      subject ?? "-", status, since.map(LocalTime.text) ?? "", "\(consents)", "\(grounds)",
      "\(denials)", "\(values)",
    ]
  }
}
