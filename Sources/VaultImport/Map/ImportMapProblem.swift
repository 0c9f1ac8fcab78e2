/// One thing that is wrong with a map.
package struct ImportMapProblem: Hashable, Sendable {
  /// The stable code: ``ImportCode/columnUnknown`` or ``ImportCode/mapInvalid``.
  package let code: ImportCode
  /// Where in the map: `subject`, `values.contact.email`, `consents[0].when`, `grounds[1].until`.
  package let path: String
  /// One sentence, lower case; names columns and words of the map only.
  package let message: String
  /// What to do next.
  package let hint: String?

  init(_ code: ImportCode, at path: String, _ message: String, hint: String? = nil) {
    self.code = code
    self.path = path
    self.message = message
    self.hint = hint
  }
}

extension ImportMapProblem: CustomStringConvertible {
  package var description: String { "\(path): \(message)" }
}
