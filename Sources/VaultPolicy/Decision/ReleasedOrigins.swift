package import VaultModel

/// For each origin of which values may be released, the permission that covers them.
package struct ReleasedOrigins: Hashable, Sendable {
  /// One origin and the index of its permission.
  package struct Entry: Hashable, Sendable {
    package let origin: OriginNumber
    package let permission: Int
  }

  // The first lies here and not in an array: most categories hold values of one origin.
  private var first: Entry?
  private var more: [Entry] = []

  /// In the order of the origins, of which there are few.
  package var entries: [Entry] { (first.map { [$0] } ?? []) + more }

  /// Nothing is released.
  package init() {}

  /// The permission that covers the values of an origin; nil if they are not released.
  package subscript(origin: OriginNumber) -> Int? {
    if first?.origin == origin { return first?.permission }
    return more.first { $0.origin == origin }?.permission
  }

  /// Whether no other permission than this covers any of them.
  package func isOnly(_ permission: Int) -> Bool {
    (first.map { $0.permission == permission } ?? true)
      && more.allSatisfy { $0.permission == permission }
  }

  /// Adds an origin that comes after those that are there.
  package mutating func append(_ origin: OriginNumber, _ permission: Int) {
    let entry = Entry(origin: origin, permission: permission)
    if first == nil { first = entry } else { more.append(entry) }
  }
}
