import VaultStore

/// Looks for pieces of plaintext in raw bytes.
struct PlaintextScan {
  /// Shorter pieces could occur by chance.
  static let shortest = 6
  private static let chunk = 1 << 20

  /// The pieces by their first four bytes.
  private let needles: [UInt32: [[UInt8]]]
  private let longest: Int

  init(_ needles: [[UInt8]]) {
    self.needles = Dictionary(grouping: needles) { Self.head($0[...], at: 0) }
    longest = needles.map(\.count).max() ?? 0
  }

  /// How many pieces begin somewhere in a file; 0 for a file that is not there.
  func count(in path: String) throws -> Int {
    guard longest > 0 else { return 0 }
    var count = 0
    var offset = 0
    while let bytes = try VaultDirectory.read(path, at: offset, count: Self.chunk + longest),
      bytes.count >= Self.shortest
    {
      let last = min(Self.chunk, bytes.count - Self.shortest + 1)
      for start in 0..<last where isNeedle(bytes, at: start) { count += 1 }
      offset += Self.chunk
    }
    return count
  }

  private func isNeedle(_ bytes: [UInt8], at start: Int) -> Bool {
    guard let candidates = needles[Self.head(bytes[...], at: start)] else { return false }
    return candidates.contains { bytes[start...].starts(with: $0) }
  }

  private static func head(_ bytes: ArraySlice<UInt8>, at start: Int) -> UInt32 {
    bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
