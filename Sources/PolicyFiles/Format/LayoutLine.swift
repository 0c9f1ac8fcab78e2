/// One line of the new layout.
struct LayoutLine {
  var indentation: Int
  /// What stands in it besides a comment; empty for a line of comment alone.
  var code: String
  var comment: String?
  /// Whether a blank line goes before it.
  var followsBlank = false
}

extension [LayoutLine] {
  /// The text: comments at the ends of neighbouring lines stand below each other.
  var text: String {
    var text = ""
    var columns = commentColumns[...]
    for (number, line) in enumerated() {
      if line.followsBlank, number > 0 { text += "\n" }
      let column = columns.popFirst() ?? 0
      var written = line.code.isEmpty ? "" : line.padding + line.code
      if let comment = line.comment {
        written +=
          (line.code.isEmpty
            ? line.padding : String(repeating: " ", count: column - line.length)) + comment
      }
      text += written + "\n"
    }
    return text
  }

  /// For every line, the column of a comment at its end.
  private var commentColumns: [Int] {
    var columns = [Int](repeating: 0, count: count)
    var start = 0
    while start < count {
      var end = start + 1
      if self[start].isCommented {
        while end < count, self[end].isCommented, !self[end].followsBlank { end += 1 }
      }
      let widest = self[start..<end].map(\.length).max() ?? 0
      for number in start..<end { columns[number] = widest + 2 }
      start = end
    }
    return columns
  }
}

extension LayoutLine {
  fileprivate var padding: String { String(repeating: " ", count: indentation) }
  fileprivate var length: Int { indentation + code.unicodeScalars.count }
  fileprivate var isCommented: Bool { !code.isEmpty && comment != nil }
}
