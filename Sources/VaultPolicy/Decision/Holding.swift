package import VaultModel

/// Why a stored value may stay.
package struct Holding: Hashable, Sendable {
  /// The indices, in the standing, of the live permissions that cover it.
  package private(set) var covering: [Int] = []
  /// The indices of those that ended, or that the policy does not know any more, and retain it.
  package private(set) var retaining: [Int] = []
  /// The first instant at which nothing holds it any more; nil if nothing does now.
  package private(set) var until: Timestamp?

  mutating func cover(_ index: Int, until end: Timestamp) {
    covering.append(index)
    until = max(until ?? end, end)
  }

  mutating func retain(_ index: Int, until end: Timestamp) {
    retaining.append(index)
    until = max(until ?? end, end)
  }
}
