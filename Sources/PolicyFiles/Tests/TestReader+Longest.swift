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
    if let document = fields["at_most"],
      let cap = input.cap(
        ContactRule.cap(document.words), from: document, of: "`at_most` of \(what)")
    {
      limits.append(.contacts(cap.count, per: cap.per))
    }
    if let document = fields["quiet"],
      let hours = input.quietHours(
        QuietHours(document.words), from: document, of: "`quiet` of \(what)",
        zoneExists: zoneExists)
    {
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
