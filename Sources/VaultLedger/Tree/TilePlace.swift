/// A tile: up to 256 hashes that stand side by side on one level of the tree (C2SP tlog-tiles).
///
/// Level 0 has the hashes of leaves, level L the roots of the complete subtrees of 256^L leaves.
package struct TilePlace: Hashable, Sendable {
  /// The hashes of a full tile.
  package static let fullWidth: UInt64 = 256
  /// The levels that a tree of fewer than 2^63 leaves can have.
  package static let levels: ClosedRange<UInt8> = 0...7

  /// The level, ``levels``.
  package let level: UInt8
  /// Which of its level: its first hash is the one numbered 256 × `number`.
  package let number: UInt64
  /// How many hashes it has, 1 to 256.
  package let width: UInt64

  /// The tile that holds a hash of a tree, as wide as the tree has it; nil if the tree has no such hash.
  ///
  /// - Parameters:
  ///   - hash: the number of the hash on its level.
  ///   - level: the level.
  ///   - size: the leaves of the tree.
  package init?(holding hash: UInt64, onLevel level: UInt8, ofTreeOf size: UInt64) {
    let there = size >> (8 * UInt64(level))
    guard hash < there else { return nil }
    self.level = level
    number = hash / Self.fullWidth
    width = min(Self.fullWidth, there - number * Self.fullWidth)
  }

  /// The number of its first hash on its level.
  package var first: UInt64 { number * Self.fullWidth }

  /// Whether it will not grow any more.
  package var isFull: Bool { width == Self.fullWidth }

  /// The path in a directory of tiles: `tile/<level>/<number>[.p/<width>]`, the number in groups of three
  /// digits, all but the last behind an `x`.
  package var path: String { "tile/\(level)/\(suffix)" }

  /// The path of the leaves whose hashes a tile of level 0 has: `tile/entries/…`.
  package var entriesPath: String { "tile/entries/\(suffix)" }

  private var suffix: String {
    var groups = ""
    var rest = number
    repeat {
      let digits = String(rest % 1000)
      let group = String(repeating: "0", count: 3 - digits.count) + digits
      groups = groups.isEmpty ? group : "x\(group)/\(groups)"
      rest /= 1000
    } while rest > 0
    return isFull ? groups : "\(groups).p/\(width)"
  }
}
