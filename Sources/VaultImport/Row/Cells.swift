/// The cells of one well-formed row, decoded when they are asked for.
package struct Cells: Sendable {
  private enum Storage: Sendable {
    case delimited(row: [UInt8], bounds: [CSVCellBounds])
    case decoded([Cell])
  }

  private let columns: ColumnIndex
  private let storage: Storage

  /// Cells of a CSV row.
  ///
  /// INVARIANT: `row` is valid UTF-8 and `bounds` has one entry per column, inside `row`.
  init(columns: ColumnIndex, row: [UInt8], bounds: [CSVCellBounds]) {
    self.columns = columns
    storage = .delimited(row: row, bounds: bounds)
  }

  /// Cells that are decoded already, one per column.
  init(columns: ColumnIndex, cells: [Cell]) {
    self.columns = columns
    storage = .decoded(cells)
  }

  /// How many cells the row has: as many as the input has columns.
  package var count: Int { columns.names.count }

  /// The cell at `position`, from 0 to `count - 1`.
  package subscript(position: Int) -> Cell {
    switch storage {
    case .decoded(let cells): cells[position]
    case .delimited(let row, let bounds): bounds[position].cell(in: row)
    }
  }

  /// The cell of the column `name`; nil if the input has no such column.
  package subscript(column name: String) -> Cell? {
    columns.position(of: name).map { self[$0] }
  }
}
