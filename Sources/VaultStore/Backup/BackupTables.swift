/// Which tables lie in which part of a backup.
///
/// INVARIANT: nothing that holds or wraps a key, says who somebody is, or what somebody allowed lies in a
/// data part.
package enum BackupTables {
  /// The subjects with their keys and states, and what is theirs: in the key part alone.
  package static let subjects = [
    "subject", "permission", "due", "contact", "request", "candidate", "shape",
  ]
  /// What is whole in both parts, and taken from the key part: its end is the newest.
  package static let common = [
    "policy", "signature", "registry", "notice", "frontier", "tile", "checkpoint", "witness",
    "milestone",
  ]
  /// What is large and grows: whole in the data part, and in the key part only what a data part lacks.
  package static let growing = ["value", "bundle", "history"]

  /// The random column by which the rows of a large table are in order; nil for another table.
  static func column(of table: String) -> String? {
    switch table {
    case "subject": "tag"
    case "permission", "contact", "value", "history": "subject"
    default: nil
    }
  }

  /// The 16 bytes that tell one seal of a value from every other: its tag.
  static func seal(of table: String) -> String { "substr(\(table).sealed, -16)" }

  /// Whether two rows of values are the same one, sealed by the same call.
  static func isSame(_ a: String, _ b: String) -> String {
    let columns = ["subject", "category", "key", "version", "origin", "collected"]
    return (columns.map { "\(a).\($0) = \(b).\($0)" } + ["\(seal(of: a)) = \(seal(of: b))"])
      .joined(separator: " AND ")
  }

  /// Whether a row holds the sealed value, and not its tag alone.
  static func holdsValue(_ table: String) -> String { "length(\(table).sealed) > 16" }
}
