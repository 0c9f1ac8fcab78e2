/// Finds what somebody probably meant to type.
package enum Spelling {
  /// The known name with the fewest edits from `name`, first in order among equals; nil if none is
  /// near: at most one edit for names up to four letters, two for longer ones.
  package static func nearest(to name: String, among known: some Collection<String>) -> String? {
    let typed = Array(name.utf8)
    guard (1...128).contains(typed.count) else { return nil }
    var best: (distance: Int, name: String)?
    for candidate in known where candidate != name {
      let letters = Array(candidate.utf8)
      let limit = min(typed.count, letters.count) <= 4 ? 1 : 2
      guard letters.count <= 130, abs(letters.count - typed.count) <= limit else { continue }
      let found = distance(typed, letters)
      guard found <= limit else { continue }
      if let best, (best.distance, best.name) <= (found, candidate) { continue }
      best = (found, candidate)
    }
    return best?.name
  }

  /// Insertions, deletions, substitutions and swaps of neighbours: optimal string alignment.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var twoBack: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          least = min(least, twoBack[j - 1] + 1)
        }
        row.append(least)
      }
      twoBack = previous
      previous = row
    }
    return previous[b.count]
  }
}
