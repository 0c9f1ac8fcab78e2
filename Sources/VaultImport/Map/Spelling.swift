/// Finds what somebody meant to type.
enum Spelling {
  /// Words longer than this are not compared, which bounds the work.
  private static let longest = 64

  /// The candidate that is at most a third of `word` away, the nearest first.
  ///
  /// So near to `word`, a candidate tells little that `word` does not: the names of a file without
  /// a header row are a person's data.
  static func nearest(to word: String, in candidates: [String]) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    guard letters.count <= longest else { return nil }
    var best: (distance: Int, name: String)?
    for candidate in candidates where candidate.utf8.count <= longest {
      let distance = distance(letters, Array(candidate.lowercased().unicodeScalars))
      guard distance <= max(1, letters.count / 3), distance < best?.distance ?? .max else {
        continue
      }
      best = (distance, candidate)
    }
    return best?.name
  }

  /// Insertions, deletions and substitutions from `a` to `b` (Levenshtein), one row at a time.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var row = Array(0...b.count)
    for (i, left) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, right) in b.enumerated() {
        let substituted = diagonal + (left == right ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, diagonal + 1, row[j] + 1)
      }
    }
    return row[b.count]
  }
}
