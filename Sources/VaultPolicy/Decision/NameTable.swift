/// Names of one kind with their numbers, found without a seeded hash: only policies bring names, so that no
/// request can choose what collides.
package struct NameTable: Hashable, Sendable {
  /// The name of every number.
  ///
  /// INVARIANT: no name stands twice.
  package private(set) var names: [String] = []
  /// Open addressing: the number of a name stands at its hash or behind; at most half are taken.
  private var slots = [UInt16](repeating: Self.free, count: 8)

  /// Marks a slot that is not taken; no number is so large.
  private static let free = UInt16.max

  /// The number of a name; nil if it is not in the table.
  func number(of name: String) -> UInt16? {
    let slots = slots.span
    let names = names.span
    var place = Self.hash(name) & (slots.count - 1)
    while slots[place] != Self.free {
      if names[Int(slots[place])] == name { return slots[place] }
      place = (place + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Gives the next number to a name that is not in the table.
  mutating func append(_ name: String) {
    names.append(name)
    if names.count * 2 > slots.count {
      slots = [UInt16](repeating: Self.free, count: slots.count * 2)
      for number in names.indices { place(number) }
    } else {
      place(names.count - 1)
    }
  }

  private mutating func place(_ number: Int) {
    var place = Self.hash(names[number]) & (slots.count - 1)
    while slots[place] != Self.free { place = (place + 1) & (slots.count - 1) }
    slots[place] = UInt16(number)
  }

  /// FNV-1a, folded so that the low bits depend on every byte alike.
  ///
  /// Source: Fowler, Noll, Vo, draft-eastlake-fnv.
  private static func hash(_ name: String) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return Int(truncatingIfNeeded: (hash >> 32) ^ hash)
  }
}
