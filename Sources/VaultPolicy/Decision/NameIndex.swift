import VaultModel

/// Finds the number of a name without a seeded hash and without touching a reference count.
///
/// Only policies bring names, so no request can choose what collides.
struct NameIndex: Hashable, Sendable {
  private var entries: [Registry.Entry] = []
  /// Open addressing: the place of an entry stands at its hash or behind; at most half are taken.
  private var slots = [Int32](repeating: Self.free, count: 16)

  /// Marks a slot that is not taken.
  private static let free: Int32 = -1

  func number(of name: String, _ kind: NameKind) -> UInt16? {
    var slot = Self.hash(name, kind) & (slots.count - 1)
    while slots[slot] >= 0 {
      let place = Int(slots[slot])
      if entries[place].kind == kind && entries[place].name == name {
        return entries[place].number
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Adds a name that is not there.
  mutating func add(_ entry: Registry.Entry) {
    entries.append(entry)
    guard entries.count * 2 > slots.count else { return enter(entries.count - 1) }
    slots = [Int32](repeating: Self.free, count: slots.count * 2)
    for place in entries.indices { enter(place) }
  }

  private mutating func enter(_ place: Int) {
    var slot = Self.hash(entries[place].name, entries[place].kind) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(place)
  }

  /// FNV-1a, folded so that the low bits depend on every byte alike.
  ///
  /// Source: Fowler, Noll, Vo, draft-eastlake-fnv.
  private static func hash(_ name: String, _ kind: NameKind) -> Int {
    var hash = (0xcbf2_9ce4_8422_2325 ^ UInt64(kind.rawValue)) &* 0x0000_0100_0000_01b3
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return Int(truncatingIfNeeded: (hash >> 32) ^ hash)
  }
}
