/// How the rows of an input are written.
package enum ImportFormat: String, Hashable, Sendable, CaseIterable {
  /// RFC 4180, with a header.
  case csv
  /// One JSON object a line.
  case ndjson

  /// The format that a file's name ends in; nil for any other.
  package init?(path: String) {
    guard let end = path.split(separator: ".").last else { return nil }
    self.init(rawValue: end.lowercased())
  }
}
