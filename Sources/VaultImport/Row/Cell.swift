/// The content of one cell.
package enum Cell: Hashable, Sendable {
  /// Nothing: an empty CSV cell, JSON `null`, an absent key, an empty list or string.
  case blank
  /// Text, not trimmed; a JSON number as it is written.
  case text(String)
  /// Several texts (a JSON array of strings); never empty, its elements may be.
  case list([String])
}
