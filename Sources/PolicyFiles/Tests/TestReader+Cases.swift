import PolicyTools
import VaultModel
import VaultPolicy

/// Single questions with their answers.
extension TestReader {
  mutating func readCases(_ document: Document) {
    var seen: Set<String> = []
    for item in input.items(document, of: "`cases`") {
      guard let test = readCase(item) else { continue }
      if !seen.insert(test.title.name).inserted {
        input.report(
          .itemTwice, "`cases` has \(quoted(test.title.name)) twice", hint: "give it another name",
          at: item.position)
      }
      tests.cases.append(test)
    }
  }

  private mutating func readCase(_ document: Document) -> TestCase? {
    let fields = input.fields(document, of: "a case", keys: TestKeys.test)
    guard case .mapping = document.value,
      let document = input.required("name", in: fields, of: "a case"),
      let name = input.text(document, of: "`name` of a case")
    else { return nil }
    let what = "the case \(quoted(name))"
    var test = TestCase(
      TestTitle(name, at: fields.position), at: readTime(in: fields, of: what), ask: nil,
      expect: .permit)
    if let document = fields["ask"] { test.ask = readAsk(document, of: "`ask` of \(what)") }
    if let document = fields["grant"] { test.grants = readGrants(document, of: what) }
    if test.ask == nil, fields["ask"] == nil, fields["grant"] == nil {
      input.report(
        .keyMissing, "\(what) has neither `ask` nor `grant`", hint: "add what is asked",
        at: fields.position)
    }
    if let document = fields["refused"] {
      test.denials += readDenials(document, .refused, of: "`refused` of \(what)")
    }
    if let document = fields["withdrawn"] {
      test.denials += readDenials(document, .withdrawn, of: "`withdrawn` of \(what)")
    }
    test.subject = readSubject(fields, of: what)
    if let document = fields["contacts"] {
      test.contacts = readTimes(document, of: "`contacts` of \(what)")
    }
    if let document = fields["origins"] { test.origins = readOrigins(document, of: what) }
    if let document = input.required("expect", in: fields, of: what) {
      test.expectation = readExpectation(document, isAsked: fields["ask"] != nil, of: what)
    }
    if let document = fields["withheld"] {
      test.withheld = leafList(document, of: "`withheld` of \(what)")
    }
    return test
  }

  private mutating func readAsk(_ document: Document, of what: String) -> Request? {
    let fields = input.fields(document, of: what, keys: TestKeys.ask)
    guard case .mapping = document.value else { return nil }
    func named(_ key: String, _ kind: TestNames.Kind) -> String? {
      fields[key].flatMap { name($0, of: "`\(key)` of \(what)", among: kind) }
    }
    for key in ["actor", "purpose", "categories"] {
      _ = input.required(key, in: fields, of: what)
    }
    let (actor, purpose) = (named("actor", .actor), named("purpose", .node))
    let categories = fields["categories"].map {
      nameList($0, of: "`categories` of \(what)", among: .category)
    }
    let (recipient, channel) = (named("recipient", .recipient), named("channel", .channel))
    let operation = named("operation", .operation)
    var mode = Request.Mode.strict
    if let document = fields["partial"] {
      switch document.value {
      case .text("true"): mode = .partial
      case .text("false"): break
      default:
        input.report(
          .valueInvalid, "`partial` of \(what) is not `true` or `false`", hint: nil,
          at: document.position)
      }
    }
    guard let actor, let purpose, let categories else { return nil }
    return Request(
      actor: actor, purpose: purpose, categories: categories, operation: operation ?? "use",
      recipient: recipient ?? "self", channel: channel, mode: mode)
  }

  private mutating func readSubject(
    _ fields: DocumentReader.Fields, of what: String
  ) -> Facts.Subject {
    if let document = fields["restricted"] {
      return readTime(document, of: "`restricted` of \(what)").map { .restricted(since: $0) }
        ?? .active
    }
    guard let document = fields["subject"] else { return .active }
    switch document.value {
    case .text("unknown"): return .unknown
    case .text("erased"): return .erased
    default:
      input.report(
        .valueInvalid, "`subject` of \(what) is not `unknown` or `erased`",
        hint: "leave it out for a subject whom the vault knows", at: document.position)
      return .active
    }
  }

  private mutating func readOrigins(_ document: Document, of what: String) -> [String: [String]] {
    let what = "`origins` of \(what)"
    var origins: [String: [String]] = [:]
    for entry in input.entries(document, of: what) {
      let key = Document(.text(entry.key), at: entry.position)
      guard let category = name(key, of: "a key of \(what)", among: .category) else { continue }
      let named = oneOrMore(entry.value).compactMap {
        name($0, of: "an item of \(what)", among: .origin)
      }
      for leaf in names.leaves(of: category) { origins[leaf, default: []] += named }
    }
    return origins
  }

  /// `permit`, or the list of all codes that a denial tells.
  private mutating func readExpectation(
    _ document: Document, isAsked: Bool, of what: String
  ) -> TestCase.Expectation {
    if document.value == .text("permit") { return .permit }
    let what = "`expect` of \(what)"
    guard case .list(let items) = document.value, !items.isEmpty else {
      input.report(
        .wrongShape, "\(what) is neither `permit` nor a list of codes",
        hint: "write `permit`, or as in `[CONSENT_EXPIRED]`", at: document.position)
      return .permit
    }
    let codes = items.compactMap { item in
      input.text(item, of: "an item of \(what)").map { (code: $0, position: item.position) }
    }
    return isAsked ? denial(codes, of: what) : refusal(codes, of: what)
  }

  private mutating func denial(
    _ codes: [(code: String, position: PolicyPlaces.Position)], of what: String
  ) -> TestCase.Expectation {
    var (reasons, nevers) = (Reasons(), [String]())
    for (code, position) in codes {
      let id = code.hasPrefix("NEVER:") ? String(code.dropFirst(6)) : nil
      if let id, names[.rule].contains(id) {
        reasons.insert(.never)
        nevers.append(id)
      } else if let bit = Reasons.names.firstIndex(of: code), code != "NEVER" {
        reasons.insert(Reasons(rawValue: 1 << UInt64(bit)))
      } else {
        let known = Reasons.names.filter { $0 != "NEVER" } + names[.rule].map { "NEVER:\($0)" }
        let hint = input.suggestion(for: code, among: known)
        input.report(
          .valueInvalid, "\(what) names \(quoted(code)), which is no reason of a decision",
          hint: hint ?? "write a code such as `CONSENT_MISSING` or `NEVER:ID`", at: position)
      }
    }
    return .codes(reasons, nevers: nevers.sorted())
  }

  private mutating func refusal(
    _ codes: [(code: String, position: PolicyPlaces.Position)], of what: String
  ) -> TestCase.Expectation {
    for (code, position) in codes where !GrantRefusal.codes.contains(code) {
      let hint = input.suggestion(for: code, among: GrantRefusal.codes)
      input.report(
        .valueInvalid, "\(what) names \(quoted(code)), which refuses no grant",
        hint: hint ?? "write one of \(listed(GrantRefusal.codes))", at: position)
    }
    if codes.count > 1 {
      input.report(
        .valueInvalid, "\(what) names \(codes.count) codes, and a grant is refused with one",
        hint: "keep the first that applies", at: codes[1].position)
    }
    return .refusal(codes.first?.code ?? "")
  }
}
