package import VaultModel

/// For each origin of which values may be released, the index of the permission that covers them.
package struct ReleasedOrigins: Sendable {
  /// In the order of the origins, of which there are few.
  package private(set) var entries: [(origin: OriginNumber, permission: Int)] = []

  /// The permission that covers the values of an origin; nil if they are not released.
  package subscript(origin: OriginNumber) -> Int? {
    entries.first { $0.origin == origin }?.permission
  }

  mutating func append(_ origin: OriginNumber, _ permission: Int) {
    entries.append((origin, permission))
  }
}
