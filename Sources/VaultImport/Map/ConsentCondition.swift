/// Which rows say yes, and which say no: `when:` of a consent rule.
package enum ConsentCondition: Hashable, Sendable {
  /// Every row is a yes.
  case always
  /// A cell that equals one of `yes` grants, one of `no` refuses; a blank cell says nothing, and
  /// anything else rejects the row.
  case column(ColumnReference, yes: [String], no: [String])
}
