/// Where each element of a policy stands in its file, for reasons and problems.
///
/// It is no part of the canonical form: moving a line does not change a policy's digest.
///
/// Paths: `purposes.P` and `purposes.P.KEY` for a purpose and its keys, `groups.P`, `categories.C`,
/// `actors.A`, `recipients.R`, `channels.CH`, `never.ID`, and the keys at the top of the file
/// (`policy`, `version`, …). A place is that of the key, or of the item in a list.
package struct PolicyPlaces: Hashable, Sendable {
  /// One place; lines and columns count from 1, columns in Unicode scalars.
  package struct Position: Hashable, Sendable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  /// The file's name without its folders.
  package var file: String
  package var positions: [String: Position]

  package init(file: String, positions: [String: Position] = [:]) {
    self.file = file
    self.positions = positions
  }

  /// `file:line:column` of the element, or of the nearest one above it that has a place.
  package func place(of path: String) -> String? {
    var path = Substring(path)
    while true {
      if let position = positions[String(path)] {
        return "\(file):\(position.line):\(position.column)"
      }
      guard let dot = path.lastIndex(of: ".") else { return nil }
      path = path[..<dot]
    }
  }
}
