/// A column that the map names: `{column: email, trim: true}`.
package struct ColumnReference: Hashable, Sendable {
  /// The column's name, exactly as in the header.
  package let column: String
  /// Whether white space at both ends is cut off; nil means as ``ImportMap/trim`` says.
  package let trim: Bool?

  package init(_ column: String, trim: Bool? = nil) {
    self.column = column
    self.trim = trim
  }
}
