/// Where a row's text comes from.
package enum TextSource: Hashable, Sendable {
  /// A cell.
  case column(ColumnReference)
  /// The same text for every row.
  case constant(String)
}
