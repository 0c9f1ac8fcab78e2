/// Why one row is not imported.
///
/// Names the column, never the cell's content.
package struct RowRejection: Error, Sendable {
  /// The stable code.
  package let code: ImportCode
  /// One sentence, lower case, without personal data.
  package let message: String
  /// The column to blame, if it is one column.
  package let column: String?

  init(_ code: ImportCode, _ message: String, column: String? = nil) {
    self.code = code
    self.message = message
    self.column = column
  }
}

extension RowRejection: Hashable {
  /// Rejections are alike if their codes and columns are.
  package static func == (a: Self, b: Self) -> Bool { a.code == b.code && a.column == b.column }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(code)
    hasher.combine(column)
  }
}

extension RowRejection: CustomStringConvertible {
  package var description: String { message }
}
