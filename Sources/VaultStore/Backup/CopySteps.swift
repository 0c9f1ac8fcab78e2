/// The SQL that copies rows between the databases of one connection, in steps of a bounded size.
///
/// Ids and tags are random, so that their first byte divides the rows evenly.
struct CopySteps {
  /// Where they run; attached databases have names.
  let connection: Connection
  private(set) var statements: [String] = []

  /// Into how many steps a table of subjects is divided; a divisor of 256.
  private static let parts = 32

  init(_ connection: Connection) { self.connection = connection }

  /// Adds a statement of its own.
  mutating func add(_ statement: String) { statements.append(statement) }

  /// Adds a whole table: in many steps if there is a row or more for each subject, in one otherwise.
  mutating func add(table: String, from source: String, to target: String = "main") {
    let copy = "INSERT INTO \(target).\(table) SELECT * FROM \(source).\(table)"
    if let column = BackupTables.column(of: table) {
      add(by: column, copy + " WHERE")
    } else {
      add(copy)
    }
  }

  /// Adds a statement that ends with a condition, once for each range of the first byte of a column.
  mutating func add(by column: String, _ statement: String) {
    let width = 256 / Self.parts
    for start in stride(from: 0, to: 256, by: width) {
      let low = "\(column) >= x'\(Self.hex(start))'"
      let high = start + width < 256 ? " AND \(column) < x'\(Self.hex(start + width))'" : ""
      add("\(statement) \(low)\(high)")
    }
  }

  private static func hex(_ byte: Int) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// Runs every statement, and says after each how far it has come.
  ///
  /// `told` may throw to end it.
  func run(_ told: (BackupProgress) throws -> Void) throws {
    for (index, statement) in statements.enumerated() {
      try connection.execute(statement)
      try told(BackupProgress(done: index + 1, total: statements.count))
    }
  }
}
