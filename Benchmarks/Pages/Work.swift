/// One thing that every contender does, as a line of text: one of them runs in a process of its own.
enum Work: Sendable {
  /// Opens or makes the database at a path.
  case open(String)
  /// Runs a statement.
  case execute(String)
  /// Makes the table and inserts so many rows, in transactions of 10,000, and copies the log back.
  case fill(Int)
  /// Reads one column of so many rows at random.
  case read(Int, of: Int, inOneTransaction: Bool)
  /// Adds up one column of all rows.
  case scan
  /// Updates so many rows at random in one transaction, and copies the log back.
  case update(Int, of: Int)
  /// Updates so many rows, each in its own transaction, and copies the log back.
  case updateOneByOne(Int)

  /// The line.
  var line: String {
    switch self {
    case .open(let path): "open \(path)"
    case .execute(let sql): "execute \(sql)"
    case .fill(let rows): "fill \(rows)"
    case .read(let count, let rows, let one): "read \(count) \(rows) \(one)"
    case .scan: "scan"
    case .update(let count, let rows): "update \(count) \(rows)"
    case .updateOneByOne(let count): "update-one-by-one \(count)"
    }
  }

  /// Reads a line; nil if it is none.
  init?(_ line: String) {
    let words = line.split(separator: " ").map(String.init)
    let numbers = words.dropFirst().compactMap { Int($0) }
    let rest = String(line.drop { $0 != " " }.dropFirst())
    switch (words.first, numbers.count) {
    case ("open", _): self = .open(rest)
    case ("execute", _): self = .execute(rest)
    case ("fill", 1): self = .fill(numbers[0])
    case ("read", 2):
      self = .read(numbers[0], of: numbers[1], inOneTransaction: words.last == "true")
    case ("scan", 0): self = .scan
    case ("update", 2): self = .update(numbers[0], of: numbers[1])
    case ("update-one-by-one", 1): self = .updateOneByOne(numbers[0])
    default: return nil
    }
  }
}
