import VaultModel

/// An answer as CSV (RFC 4180): lists give one record an item, anything else one record.
enum CSVText {
  /// A header and the records; lines end in CR LF.
  static func encoded(_ value: JSONValue) -> [UInt8] {
    let items: [JSONValue] =
      if case .list(let items) = value { items } else { [value] }
    var columns: [String] = []
    for item in items {
      for member in item.members where !columns.contains(member.key) { columns.append(member.key) }
    }
    guard !columns.isEmpty else {
      return items.flatMap { record([cell($0)]) }
    }
    return record(columns.map(quoted))
      + items.flatMap { item in
        record(
          columns.map { column in
            cell(item.members.first { $0.key == column }?.value ?? .null)
          })
      }
  }

  /// Cells, quoted already, as one record.
  static func record(_ cells: [String]) -> [UInt8] {
    Array("\(cells.joined(separator: ","))\r\n".utf8)
  }

  private static func cell(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .text(let text): quoted(text)
    case .flag, .number: String(decoding: value.encoded, as: UTF8.self)
    case .list, .object: quoted(String(decoding: value.encoded, as: UTF8.self))
    }
  }

  /// A cell, in quotes where it has to be.
  static func quoted(_ text: String) -> String {
    let mustQuote = text.utf8.contains { byte in
      [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains(byte)
    }
    guard mustQuote else { return text }
    return
      "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
  }
}
