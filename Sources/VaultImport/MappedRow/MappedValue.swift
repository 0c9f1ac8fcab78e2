package import VaultModel

/// One datum of the row, in clear.
package struct MappedValue: Hashable, Sendable {
  /// The category, as in the map.
  package let category: String
  /// Empty for a single value; `0`, `1`, … for the values of a split cell or a list.
  package let key: String
  /// The datum: at least 1 byte, at most ``ImportLimits/cell``.
  package let text: String
  /// Where it came from.
  package let origin: Origin
  /// When it was collected; nil means at the import.
  package let collectedAt: Timestamp?
}
