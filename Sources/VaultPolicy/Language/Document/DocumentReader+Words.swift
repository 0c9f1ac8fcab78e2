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

  /// How often somebody may be contacted, as read from `document`: nil is reported.
  package mutating func cap(
    _ cap: (count: Int, per: TimeSpan)?, from document: Document, of what: @autoclosure () -> String
  ) -> (count: Int, per: TimeSpan)? {
    guard let cap else {
      report(
        .contactRuleInvalid, "\(what()) is not a number of contacts in a time",
        hint: "write it as in `1 per 7d`", at: document.position)
      return nil
    }
    return cap
  }

  /// The hours of rest, as read from `document`: nil, no hours at all, and a time zone that the machine does
  /// not know are reported.
  package mutating func quietHours(
    _ hours: QuietHours?, from document: Document, of what: @autoclosure () -> String,
    zoneExists: (String) -> Bool
  ) -> QuietHours? {
    guard let hours, hours.fromMinute != hours.untilMinute else {
      report(
        .contactRuleInvalid, "\(what()) is not a span of hours with a time zone",
        hint: "write it as in `\"21:00-08:00 Europe/Berlin\"`", at: document.position)
      return nil
    }
    // The pattern comes first: the caller may look the zone up as a path.
    guard QuietHours.isZoneName(hours.zone), zoneExists(hours.zone) else {
      report(
        .zoneUnknown,
        "\(what()) names the time zone \(quoted(hours.zone)), which this machine does not know",
        hint: "write an IANA name such as `Europe/Berlin`", at: document.position)
      return nil
    }
    return hours
  }
}
