package import VaultModel

/// For each origin of which values may be released, the permission that covers them.
package struct ReleasedOrigins: Hashable, Sendable {
  /// One origin and the index of its permission.
  package struct Entry: Hashable, Sendable {
    package let origin: OriginNumber
    package let permission: Int
  }

  /// In the order of the origins, of which there are few.
  package private(set) var entries: [Entry] = []

  /// Nothing is released.
  package init() {}

  /// The permission that covers the values of an origin; nil if they are not released.
  package subscript(origin: OriginNumber) -> Int? {
    entries.first { $0.origin == origin }?.permission
  }

  /// Adds an origin that comes after those that are there.
  package mutating func append(_ origin: OriginNumber, _ permission: Int) {
    entries.append(Entry(origin: origin, permission: permission))
  }
}
