/// One row of an input, well-formed or not.
package struct InputRow: Sendable {
  /// The physical line where the row begins; the first line of the file is 1.
  package let line: Int
  /// The row as written, without its line end; nil if it was longer than ``ImportLimits/row``.
  package let raw: [UInt8]?
  /// The row's cells, or why there are none.
  package let result: Result<Cells, RowRejection>
}
