package import VaultModel

/// Words and measures that several languages share.
extension DocumentReader {
  /// One word of a closed list.
  package mutating func word<Word: RawRepresentable<String> & CaseIterable>(
    _ document: Document, of what: @autoclosure () -> String, _ type: Word.Type,
    code: PolicyProblem.Code = .valueInvalid
  ) -> Word? {
    guard let text = text(document, of: what()) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let known = Word.allCases.map(\.rawValue)
    report(
      code, "\(what()) is \(quoted(text))",
      hint: suggestion(for: text, among: known) ?? "write one of \(listed(known))",
      at: document.position)
    return nil
  }

  /// An origin.
  package mutating func origin(_ document: Document, of what: @autoclosure () -> String) -> Origin?
  {
    guard let text = text(document, of: what()) else { return nil }
    if let origin = Origin(text) { return origin }
    report(
      .valueInvalid, "\(what()) is \(quoted(text))",
      hint: suggestion(for: text, among: ["volunteered", "observed", "inferred"])
        ?? "write `volunteered`, `observed`, `inferred` or `third-party:NAME`",
      at: document.position)
    return nil
  }

  /// A duration that people wrote, such as `90d`.
  package mutating func span(_ document: Document, of what: @autoclosure () -> String) -> TimeSpan?
  {
    if case .text(let text) = document.value, let span = TimeSpan(text) { return span }
    report(
      .durationInvalid, "\(what()) is not a duration",
      hint: "write a number and a unit: `90d`, `12h`, `30m` or `45s`", at: document.position)
    return nil
  }
}
