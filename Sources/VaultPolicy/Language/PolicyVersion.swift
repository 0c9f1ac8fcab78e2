/// A policy's version: decimal numbers joined by dots, such as `2026.11.1`.
///
/// Versions compare number by number, so `2026.11.10` follows `2026.11.9`, and numbers that are left
/// out count as zero, so `1` and `1.0` are one version: no two spellings of a version can be two
/// policies.
package struct PolicyVersion: Hashable, Sendable {
  /// The most numbers in a version.
  package static let longest = 8

  /// As written.
  package let text: String
  /// INVARIANT: no zeros at the end, so that equal versions have equal numbers.
  private let numbers: [UInt32]

  /// Reads 1 to 8 numbers of at most nine digits; nil for anything else.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= Self.longest else { return nil }
    var numbers: [UInt32] = []
    for part in parts {
      guard part.count <= 9, part.allSatisfy({ (48...57).contains($0) }),
        let number = UInt32(Substring(part))
      else { return nil }
      numbers.append(number)
    }
    while numbers.last == 0 { numbers.removeLast() }
    self.text = text
    self.numbers = numbers
  }

  private init(zero: Void) {
    text = "0"
    numbers = []
  }

  /// Before every other version.
  static let zero = PolicyVersion(zero: ())

  package static func == (a: Self, b: Self) -> Bool { a.numbers == b.numbers }

  package func hash(into hasher: inout Hasher) { hasher.combine(numbers) }
}

extension PolicyVersion: Comparable {
  package static func < (a: Self, b: Self) -> Bool {
    a.numbers.lexicographicallyPrecedes(b.numbers)
  }
}

extension PolicyVersion: CustomStringConvertible {
  package var description: String { text }
}
