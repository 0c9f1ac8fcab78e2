import ConsentVault
import VaultModel

/// A statement that people read: one page without scripts or anything from elsewhere, which prints well.
enum StatementHTML {
  /// Writes the page.
  static func write(_ export: borrowing SubjectExport, to output: StatementOutput) throws {
    let statement = export.statement
    try output.write(statement.opening.text)
    try writeValues(export, to: output)
    try output.write(HTML(statement.sections).text)
    try output.write(statement.closing.text)
  }

  private static func writeValues(
    _ export: borrowing SubjectExport, to output: StatementOutput
  ) throws {
    let statement = export.statement
    guard !statement.values.isEmpty else {
      return try output.write(StatementTable.nothing("No data about you is stored.").text)
    }
    try output.write(
      StatementTable.opening(["What", "Your data", "Where it comes from", "Used for", "Kept until"])
        .text)
    for (index, value) in statement.values.enumerated() {
      try output.write(statement.beginning(of: value).text)
      try export.withBytes(of: index) { try write($0, to: output) }
      try output.write(statement.end(of: value).text)
    }
    try output.write(StatementTable.closing.text)
  }

  /// The cell of a value.
  private static func write(_ span: RawSpan, to output: StatementOutput) throws {
    try ValueText.of(span) { bytes, encoding in
      try output.write(encoding == .text ? "<bdi>" : "<code>")
      for place in bytes.indices {
        try output.write(HTML.escape(bytes[place]) ?? [bytes[place]])
      }
      try output.write(encoding == .text ? "</bdi>" : "</code> <small>binary, as base64</small>")
    }
  }
}
