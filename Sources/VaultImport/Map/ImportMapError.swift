/// Everything that is wrong with a map, all at once.
package struct ImportMapError: Error, Hashable, Sendable {
  /// The problems, in the order of the map; never empty.
  package let problems: [ImportMapProblem]
}

extension ImportMapError: CustomStringConvertible {
  /// One problem a line.
  package var description: String { problems.map(\.description).joined(separator: "\n") }
}
