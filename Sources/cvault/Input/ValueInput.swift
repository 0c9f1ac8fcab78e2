import ConsentVault
import VaultImport

/// Values as `put` and `rectify` take them: `{"contact.email": "…", "preference.size": ["M", "38"]}`.
enum ValueInput {
  /// The most that is read, in bytes.
  static let largest = 16 << 20

  /// Reads one object; a list's items get the keys 0, 1, ….
  ///
  /// - Throws: a usage error that names the category at most, never a value.
  static func read(
    _ bytes: [UInt8], origin: Origin, collectedAt: Timestamp?
  ) throws(CommandError) -> [NewValue] {
    let members: [FlatObject.Member]
    do throws(RowRejection) {
      members = try FlatObject.members(of: bytes)
    } catch {
      throw .usage(
        error.code.rawValue, error.message,
        hint: #"write one JSON object, such as {"contact.email": "…"}"#)
    }
    guard !members.isEmpty else {
      throw .usage("VALUES_MISSING", "there is no value on standard input")
    }
    var values: [NewValue] = []
    for member in members {
      switch member.cell {
      case .blank:
        throw .usage(
          "VALUE_EMPTY", "the value of \(category(member.key)) is empty",
          hint: "leave the category out")
      case .text(let text):
        values.append(value(member.key, "", text, origin, collectedAt))
      case .list(let texts):
        for (index, text) in texts.enumerated() {
          values.append(value(member.key, String(index), text, origin, collectedAt))
        }
      }
    }
    return values
  }

  private static func value(
    _ category: String, _ key: String, _ text: String, _ origin: Origin, _ time: Timestamp?
  ) -> NewValue {
    NewValue(
      category: category, key: key, bytes: Array(text.utf8), origin: origin, collectedAt: time)
  }

  /// A category for a message, if it can be one: a key may be anything, also personal data.
  private static func category(_ key: String) -> String {
    key.utf8.allSatisfy { (97...122).contains($0) || $0 == 46 || $0 == 45 }
      ? "`\(key)`" : "a category"
  }
}
