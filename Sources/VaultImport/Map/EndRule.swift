package import VaultModel

/// When the permissions of a rule end: `for: 365d` or `until: …`.
package enum EndRule: Hashable, Sendable {
  /// So long after the beginning.
  case lasting(TimeSpan)
  /// At an instant.
  case until(RowTime)
}
