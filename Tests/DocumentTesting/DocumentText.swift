/// The folder `Policies` of the repository, found from this file's place in it.
package func examplePath(_ path: String, from file: StaticString = #filePath) -> String {
  let root = file.description.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
  return root.joined(separator: "/") + "/Policies/" + path
}

/// `line:column` of the first `part` in `text`, counted here and not by the reader.
package func place(of part: String, in text: String) -> String? {
  let scalars = Array(text.unicodeScalars)
  let wanted = Array(part.unicodeScalars)
  guard scalars.count >= wanted.count,
    let start = (0...scalars.count - wanted.count).first(where: {
      Array(scalars[$0..<$0 + wanted.count]) == wanted
    })
  else { return nil }
  let before = scalars[..<start]
  let line = before.count { $0 == "\n" } + 1
  let column = start - (before.lastIndex(of: "\n").map { $0 + 1 } ?? 0) + 1
  return "\(line):\(column)"
}

extension String {
  /// This text with the first `old` replaced; the text must hold it.
  package func with(_ old: String, _ new: String) -> String {
    guard let start = firstRange(of: old) else {
      preconditionFailure("the text does not hold what is to be replaced")
    }
    return String(self[..<start.lowerBound]) + new + String(self[start.upperBound...])
  }

  private func firstRange(of part: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
      start = index(after: start)
    }
    return nil
  }
}
