import ConsentVault
import VaultModel

/// A statement as tables (RFC 4180), for spreadsheets: one file for each kind of thing.
///
/// A cell that a spreadsheet would calculate gets an apostrophe before it (OWASP, CSV injection); the
/// JSON form is exact.
enum StatementCSV {
  /// The files of a statement; a portable one is one table.
  static func names(of scope: SubjectStatement.Scope) -> [String] {
    scope == .portability
      ? ["values.csv"] : ["values.csv"] + tables.map(\.name)
  }

  /// Writes the values to the first output, and each other table to the one of its place.
  static func write(
    _ export: borrowing SubjectExport, to outputs: [StatementOutput]
  ) throws {
    try writeValues(export, to: outputs[0])
    guard export.statement.scope == .access else { return }
    for (table, output) in zip(tables, outputs.dropFirst()) {
      try output.write(CSVText.record(table.columns))
      for row in table.rows(export.statement) {
        try output.write(CSVText.record(row.map { CSVText.quoted(neutral($0)) }))
      }
    }
  }

  private static func writeValues(
    _ export: borrowing SubjectExport, to output: StatementOutput
  ) throws {
    let statement = export.statement
    let isAccess = statement.scope == .access
    let more = ["version", "stored_at", "in_retention", "purposes", "kept_until"]
    try output.write(
      CSVText.record(
        ["category", "title", "key", "origin", "collected_at"] + (isAccess ? more : [])
          + ["encoding", "value"]))
    for (index, value) in statement.values.enumerated() {
      var cells = [
        value.category, statement.title(of: value.category), value.key, value.origin,
        value.collectedAt.description,
      ]
      if isAccess {
        cells += [
          "\(value.version)", value.versions.last?.time.description ?? "",
          value.isInRetention ? "true" : "false", value.purposes.joined(separator: " "),
          value.keptUntil?.description ?? "",
        ]
      }
      for cell in cells { try output.write("\(CSVText.quoted(neutral(cell))),") }
      try export.withBytes(of: index) { try write($0, to: output) }
    }
  }

  /// The last two cells of a value, always in quotes.
  private static func write(_ span: RawSpan, to output: StatementOutput) throws {
    try ValueText.of(span) { bytes, encoding in
      try output.write("\(encoding.rawValue),\"")
      for place in bytes.indices {
        let byte = bytes[place]
        if place == 0, isCalculated(byte) { try output.write("'") }
        try output.write(byte == UInt8(ascii: "\"") ? [byte, byte] : [byte])
      }
      try output.write("\"\r\n")
    }
  }

  /// The text with an apostrophe before it where a spreadsheet would calculate it.
  static func neutral(_ text: String) -> String {
    text.utf8.first.map(isCalculated) ?? false ? "'\(text)" : text
  }

  private static func isCalculated(_ first: UInt8) -> Bool {
    [UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13]
      .contains(first)
  }

  /// A table besides the values.
  private struct Rows: Sendable {
    let name: String
    let columns: [String]
    let rows: @Sendable (SubjectStatement) -> [[String]]
  }

  private static let tables = [
    Rows(name: "about.csv", columns: ["what", "is"]) { statement in
      [
        ["subject", statement.subject], ["made_at", "\(statement.madeAt)"],
        ["leaf", "\(statement.leaf)"], ["controller", statement.controller.name],
        ["contact", statement.controller.contact],
        ["policy", "\(statement.policy.name) \(statement.policy.version)"],
        ["status", statement.status], ["your_rights", RightsText.answer],
      ] + RightsText.all.map { ["\($0.title) (\($0.article))", $0.text] }
    },
    Rows(
      name: "permissions.csv",
      columns: [
        "id", "kind", "purpose", "title", "benefit", "basis", "state", "from", "until",
        "categories",
        "recipients", "channels", "operations", "origins",
      ]
    ) { statement in
      (statement.consents + statement.grounds).map { permission in
        let purpose = statement.names.purposes[permission.purpose]
        return [
          permission.id.description, permission.kind == .consent ? "consent" : "ground",
          permission.purpose, purpose?.title ?? "", purpose?.benefit ?? "",
          purpose?.basis.rawValue ?? "", permission.state, permission.from.description,
          permission.until.description,
        ]
          + [
            permission.categories, permission.recipients, permission.channels,
            permission.operations, permission.origins,
          ].map { $0.joined(separator: " ") }
      }
    },
    Rows(
      name: "denials.csv",
      columns: ["id", "word", "purpose", "categories", "channels", "recipients", "said_at"]
    ) { statement in
      statement.denials.map { denial in
        [denial.id.description, denial.word, denial.purpose ?? "*"]
          + [denial.categories, denial.channels, denial.recipients]
          .map { $0?.joined(separator: " ") ?? "*" } + [denial.eventTime.description]
      }
    },
    Rows(
      name: "requests.csv",
      columns: ["id", "right", "state", "received", "due", "closed", "refusal"]
    ) { statement in
      statement.requests.map { entry in
        let request = entry.request
        return [
          request.id.description, request.kind.name, request.state.name,
          request.received.description, request.due.description,
          request.closed?.description ?? "", entry.refusal?.rawValue ?? "",
        ]
      }
    },
    Rows(
      name: "uses.csv",
      columns: [
        "leaf", "at", "answer", "actor", "purpose", "categories", "recipient", "channel",
        "operation", "permissions", "reasons",
      ]
    ) { statement in
      statement.uses.map { use in
        [
          "\(use.leaf)", use.time.description, use.isPermitted ? "permit" : "deny", use.actor,
          use.purpose, use.categories.joined(separator: " "), use.recipient, use.channel ?? "",
          use.operation, use.permissions.map(\.description).joined(separator: " "),
          use.reasons.joined(separator: " "),
        ]
      }
    },
    Rows(
      name: "events.csv", columns: ["leaf", "at", "event", "actor", "purpose", "categories"]
    ) { statement in
      statement.events.map { event in
        [
          "\(event.leaf)", event.time.description, event.name, event.actor, event.purpose,
          event.categories.joined(separator: " "),
        ]
      }
    },
  ]
}
