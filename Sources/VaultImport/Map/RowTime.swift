package import VaultModel

/// Where a row's time comes from.
package enum RowTime: Hashable, Sendable {
  /// A cell that holds RFC 3339 `date-time`.
  case column(ColumnReference)
  /// The same time for every row.
  case constant(Timestamp)
}
