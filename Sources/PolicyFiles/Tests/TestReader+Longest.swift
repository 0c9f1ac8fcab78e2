import PolicyTools
import VaultModel
import VaultPolicy

/// Limits, and questions to the whole policy.
extension TestReader {
  mutating func readLongest(_ document: Document) {
    for item in input.items(document, of: "`longest`") {
      let fields = input.fields(
        item, of: "a row of `longest`",
        keys: TestKeys.longest)
      guard case .mapping = item.value,
        let document = input.required("purpose", in: fields, of: "a row of `longest`"),
        let purpose = name(document, of: "`purpose` of a row of `longest`", among: .purpose)
      else { continue }
      let what = "the row of `\(purpose)` in `longest`"
      let time = readTime(in: fields, of: what)
      let limits = readLimits(fields, of: what)
      if limits.isEmpty, fields.entries.allSatisfy({ ["purpose", "at"].contains($0.key) }) {
        input.report(
          .keyMissing, "\(what) says nothing", hint: "add `lifetime: 365d` or another limit",
          at: fields.position)
      }
      tests.limits += limits.map { limit in
        LongestTest(
          TestTitle(purpose, at: fields.position), purpose: purpose, at: time, limit: limit)
      }
    }
  }

  private mutating func readLimits(
    _ fields: DocumentReader.Fields, of what: String
  ) -> [LongestTest.Limit] {
    var limits: [LongestTest.Limit] = []
    if let document = fields["lifetime"],
      let span = input.span(document, of: "`lifetime` of \(what)")
    {
      limits.append(.lifetime(span))
    }
    if let document = fields["retention"],
      let span = input.span(document, of: "`retention` of \(what)")
    {
      limits.append(.retention(span))
    }
    if let document = fields["at_most"] {
      if let cap = input.text(document, of: "`at_most` of \(what)").flatMap(ContactRule.cap) {
        limits.append(.contacts(cap.count, per: cap.per))
      } else {
        input.report(
          .contactRuleInvalid, "`at_most` of \(what) is not a number of contacts in a time",
          hint: "write it as in `1 per 7d`", at: document.position)
      }
    }
    if let document = fields["quiet"], let hours = readQuiet(document, of: what) {
      limits.append(.quiet(hours))
    }
    if let document = fields["review_by"] {
      if let day = input.text(document, of: "`review_by` of \(what)").flatMap(CivilDate.init) {
        limits.append(.review(day))
      } else {
        input.report(
          .dateInvalid, "`review_by` of \(what) is not a day",
          hint: "write it as in `2026-12-31`", at: document.position)
      }
    }
    return limits
  }

  private mutating func readQuiet(_ document: Document, of what: String) -> QuietHours? {
    let text = input.text(document, of: "`quiet` of \(what)")
    guard let hours = text.flatMap({ QuietHours($0) }), hours.fromMinute != hours.untilMinute else {
      input.report(
        .contactRuleInvalid, "`quiet` of \(what) is not a span of hours with a time zone",
        hint: "write it as in `\"21:00-08:00 Europe/Berlin\"`", at: document.position)
      return nil
    }
    guard QuietHours.isZoneName(hours.zone), zoneExists(hours.zone) else {
      input.report(
        .zoneUnknown,
        "`quiet` of \(what) names the time zone \(quoted(hours.zone)), "
          + "which this machine does not know",
        hint: "write an IANA name such as `Europe/Berlin`", at: document.position)
      return nil
    }
    return hours
  }

  // MARK: Questions

  mutating func readQuestions(_ document: Document) {
    for item in input.items(document, of: "`questions`") {
      let what = "a question"
      let fields = input.fields(item, of: what, keys: TestKeys.question)
      guard case .mapping = item.value, let subject = readSubject(fields, of: what),
        let document = input.required("are", in: fields, of: what)
      else { continue }
      let time = readTime(in: fields, of: what)
      switch subject {
      case .who(let category):
        let actors = nameList(document, of: "`are` of `who: \(category)`", among: .actor)
        tests.questions += names.leaves(of: category).map { leaf in
          TestQuestion(
            TestTitle("who \(leaf)", at: fields.position), at: time, .who(category: leaf),
            answer: actors)
        }
      case .what(let purpose, let actor):
        let title = ["what \(purpose)", actor].compactMap { $0 }.joined(separator: " as ")
        tests.questions.append(
          TestQuestion(
            TestTitle(title, at: fields.position), at: time, subject,
            answer: leafList(document, of: "`are` of `what: \(purpose)`")))
      }
    }
  }

  private mutating func readSubject(
    _ fields: DocumentReader.Fields, of what: String
  ) -> TestQuestion.Subject? {
    switch (fields["who"], fields["what"]) {
    case (let who?, nil):
      if let actor = fields["actor"] {
        input.report(
          .keyNotApplicable, "\(what) asks `who` and names an `actor`", hint: "leave it out",
          at: actor.position)
      }
      return name(who, of: "`who` of \(what)", among: .category).map { .who(category: $0) }
    case (nil, let document?):
      let actor = fields["actor"].flatMap { name($0, of: "`actor` of \(what)", among: .actor) }
      return name(document, of: "`what` of \(what)", among: .purpose).map {
        .what(purpose: $0, actor: actor)
      }
    default:
      input.report(
        .keyMissing, "\(what) has not exactly one of `who` and `what`",
        hint: "write as in `{who: contact.email, are: [desk]}`", at: fields.position)
      return nil
    }
  }
}
