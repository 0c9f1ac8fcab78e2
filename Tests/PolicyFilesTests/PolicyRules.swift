import DocumentTesting
import PolicyFiles
import Testing
import VaultPolicy

/// One rule of the language: an edit that breaks it, and one beside it that does not.
struct RuleCase: Sendable, CustomTestStringConvertible {
  let rule: String
  /// What is replaced in the small policy.
  let old: String
  let bad: String
  /// The text at whose first occurrence the problem must be told.
  let at: String
  let code: PolicyProblem.Code
  let good: String

  var testDescription: String { rule }

  init(
    _ rule: String, _ old: String, bad: String, at: String, _ code: PolicyProblem.Code,
    good: String
  ) {
    self.rule = rule
    self.old = old
    self.bad = bad
    self.at = at
    self.code = code
    self.good = good
  }
}

private let head: [RuleCase] = [
  .init(
    "schema is 1", "schema: 1", bad: "schema: 2", at: "2", .schemaUnsupported, good: "schema: 1"),
  .init("schema is there", "schema: 1\n", bad: "", at: "policy", .keyMissing, good: "schema: 1\n"),
  .init(
    "version is numbers", "1.2", bad: "v1", at: "v1", .versionInvalid, good: "2026.11.1"),
  .init("version has no empty number", "1.2", bad: "1..2", at: "1..2", .versionInvalid, good: "1"),
  .init("default is deny", "deny", bad: "permit", at: "permit", .defaultNotDeny, good: "deny"),
  .init("name is well formed", "shop", bad: "Shop!", at: "Shop!", .idInvalid, good: "a.b-3"),
  .init(
    "controller says how to reach it", ", contact: privacy@example.com", bad: "", at: "{name: Shop",
    .keyMissing, good: ", contact: nobody@example.com"),
  .init(
    "no unknown key at the top", "default: deny", bad: "defualt: deny", at: "defualt", .keyUnknown,
    good: "default: deny"),
  .init(
    "an actor has a title", "desk: Front desk,", bad: "desk: [Front desk],", at: "[Front",
    .wrongShape, good: "desk: \"Front desk\","),
]

private let declarations: [RuleCase] = [
  .init(
    "a category is one segment", "phone: Phone}", bad: "phone: Phone, phone.home: P}",
    at: "phone.home",
    .idInvalid, good: "phone: Phone, phone-home: Phone}"),
  .init(
    "a segment has at most 64 bytes", "phone: Phone}",
    bad: "phone: Phone, \(String(repeating: "a", count: 65)): A}", at: "aaa", .idInvalid,
    good: "phone: Phone, \(String(repeating: "a", count: 64)): A}"),
  .init(
    "a category is in lower case", "phone: Phone}", bad: "phone: Phone, Fax: F}", at: "Fax",
    .idInvalid, good: "phone: Phone, fax: F}"),
  .init(
    "a category has a title or leaves", "phone: Phone}", bad: "phone: Phone, fax: {}}", at: "fax",
    .categoryEmpty, good: "phone: Phone, fax: {home: F}}"),
  .init(
    "a category's title is text", "name: Name,", bad: "name: [Name],", at: "[Name]", .wrongShape,
    good: "name: \"Name\","),
  .init(
    "sensitivity is a known word", "sensitivity: special", bad: "sensitivity: specail",
    at: "specail", .valueInvalid, good: "sensitivity: high"),
  .init(
    "a leaf has a title", "{title: Allergies, sensitivity: special}", bad: "{sensitivity: special}",
    at: "allergy", .keyMissing, good: "{title: A, sensitivity: special}"),
  .init(
    "a leaf has nothing under it", "{title: Allergies, sensitivity: special}",
    bad: "{title: Allergies, nuts: Nuts}", at: "nuts", .keyUnknown, good: "{nuts: Nuts}"),
  .init(
    "a channel is declared once", "channels: [email, sms]", bad: "channels: [sms, email, sms]",
    at: "sms]", .idTwice, good: "channels: [sms, email, push]"),
  .init(
    "self is built in", "  mailer: {title",
    bad: "  self: {title: Us, role: processor}\n  mailer: {title",
    at: "self: {", .idReserved, good: "  selves: {title: Us, role: processor}\n  mailer: {title"),
  .init(
    "a role is a known word", "role: processor", bad: "role: seller", at: "seller", .valueInvalid,
    good: "role: third-party"),
  .init(
    "a key comes once", "channels: [email, sms]\n",
    bad: "channels: [email, sms]\nchannels: [push]\n", at: "channels: [email", .keyTwice,
    good: "channels: [email, sms, push]\n"),
  .init(
    "an actor is declared once", "desk: Front desk,", bad: "desk: Front desk, desk: Back desk,",
    at: "desk: Front", .keyTwice, good: "desk: Front desk, back-desk: Back desk,"),
]

private let purposes: [RuleCase] = [
  .init(
    "benefit is there", "    benefit: You hear of offers.\n", bad: "", at: "marketing.news:",
    .benefitMissing, good: "    benefit: You hear.\n"),
  .init(
    "benefit is not empty", "You hear of offers.", bad: "\"\"", at: "\"\"", .benefitMissing,
    good: "\"You hear\""),
  .init(
    "benefit is not blank", "You hear of offers.", bad: "\"  \"", at: "\"  \"", .textInvalid,
    good: "\" x \""),
  .init(
    "basis is one of five", "basis: consent", bad: "basis: consnet", at: "consnet", .basisInvalid,
    good: "basis: consent"),
  .init(
    "basis is there", "    basis: vital-interest\n", bad: "", at: "law.rescue", .keyMissing,
    good: "    basis: contract\n"),
  .init(
    "a consent ends", "max_lifetime: 30d, ", bad: "", at: "{renew", .lifetimeMissing,
    good: "max_lifetime: 31d, "),
  .init(
    "a consent has terms",
    "    consent: {max_lifetime: 30d, renew_notice: 3d, methods: [web-form]}\n", bad: "",
    at: "marketing.news:", .lifetimeMissing,
    good: "    consent: {max_lifetime: 30d, methods: [web-form]}\n"),
  .init(
    "a lifetime is more than zero", "30d", bad: "0d", at: "0d", .lifetimeZero, good: "1s"),
  .init(
    "a lifetime has a unit", "30d", bad: "30", at: "30,", .durationInvalid, good: "30m"),
  .init(
    "a duration is a whole number", "1h", bad: "1.5h", at: "1.5h", .durationInvalid, good: "90m"),
  .init(
    "a duration has a known unit", "1h", bad: "2w", at: "2w", .durationInvalid, good: "14d"),
  .init(
    "a duration fits", "1h", bad: "99999999999999d", at: "9999", .durationInvalid, good: "9999d"),
  .init(
    "methods are named", ", methods: [web-form]", bad: "", at: "{max", .keyMissing,
    good: ", methods: [app-form]"),
  .init(
    "methods are not none", "[web-form]", bad: "[]", at: "[]", .listEmpty, good: "[app-form]"),
  .init(
    "silence is no method", "[web-form]", bad: "[silence]", at: "silence", .valueInvalid,
    good: "[signed-statement]"),
  .init(
    "a purpose has a category", "    categories: [contact]\n", bad: "", at: "law.tax",
    .purposeWithoutCategory, good: "    categories: [contact.name]\n"),
  .init(
    "categories are not none", "categories: [contact]\n", bad: "categories: []\n",
    at: "[]",
    .purposeWithoutCategory, good: "categories: [contact, health]\n    article9: 9(2)(c)\n"),
  .init(
    "a purpose has an actor", "    actors: [robot]\n", bad: "", at: "marketing.news:",
    .purposeWithoutActor, good: "    actors: [robot, desk]\n"),
  .init(
    "a category is declared", "[contact.phone]", bad: "[contact.fone]", at: "contact.fone",
    .categoryUndeclared, good: "[contact]"),
  .init(
    "a category matches whole segments", "[contact.phone]", bad: "[cont]", at: "cont]",
    .categoryUndeclared, good: "[contact.email]"),
  .init(
    "an actor is declared", "actors: [robot]", bad: "actors: [robto]", at: "robto",
    .actorUndeclared, good: "actors: [desk]"),
  .init(
    "a recipient is declared", "[self, mailer]", bad: "[self, maler]", at: "maler",
    .recipientUndeclared, good: "[mailer]"),
  .init(
    "a channel is declared", "channels: [email]", bad: "channels: [fax]", at: "fax",
    .channelUndeclared, good: "channels: [sms, email]"),
  .init(
    "an item comes once", "[contact.name, contact.email]", bad: "[contact.name, contact.name]",
    at: "contact.name]", .itemTwice, good: "[contact.name, contact]"),
  .init(
    "an operation is a known word", "[use, profile]", bad: "[use, sell]", at: "sell",
    .valueInvalid, good: "[use, combine]"),
  .init(
    "operations are not none", "[use, profile]", bad: "[]", at: "[]", .listEmpty, good: "[share]"),
  .init(
    "an origin is a known word", "inferred]", bad: "guessed]", at: "guessed", .valueInvalid,
    good: "\"third-party:bureau\"]"),
  .init(
    "an obligation is a name", "[unsubscribe-link]", bad: "[Unsubscribe Link]", at: "Unsubscribe L",
    .idInvalid, good: "[stop-word]"),
  .init(
    "a purpose has known keys", "    retention: 1h", bad: "    retain: 1h", at: "retain",
    .keyUnknown, good: "    retention: 2h"),
  .init(
    "a purpose is a mapping", "  law.rescue:\n    title: Rescue\n",
    bad: "  law.help: Help\n  law.rescue:\n    title: Rescue\n", at: "Help", .wrongShape,
    good: "  law.rescue:\n    title: Help\n"),
  .init(
    "a purpose is a name", "law.rescue:", bad: "law.Rescue:", at: "law.Rescue", .idInvalid,
    good: "law.rescue-2:"),
]

private let tree: [RuleCase] = [
  .init(
    "a parent is declared", "  law: {group: true, title: Law}\n  law.tax:",
    bad: "  law: {group: true, title: Law}\n  order.tax:", at: "order.tax", .parentMissing,
    good: "  law: {group: true, title: Law}\n  law.x:"),
  .init(
    "a parent is a group", "law.rescue:", bad: "law.tax.rescue:", at: "law.tax.rescue",
    .parentNotGroup, good: "law-rescue:"),
  .init(
    "a group has nothing but a title", "{group: true, title: Law}",
    bad: "{group: true, title: Law, basis: contract}", at: "basis: contract", .groupHasKeys,
    good: "{group: true}"),
  .init(
    "a group says true", "{group: true, title: Law}", bad: "{group: maybe, title: Law}",
    at: "maybe", .valueInvalid, good: "{title: Law, group: true}"),
]

private let bases: [RuleCase] = [
  .init(
    "special data needs a condition", "    article9: GDPR 9(2)(c)\n", bad: "",
    at: "categories: [health]", .specialWithoutCondition, good: "    article9: GDPR 9(2)(h)\n"),
  .init(
    "special data may be consented to", "categories: [contact.name, contact.email]\n",
    bad: "categories: [health]\n", at: "marketing.news:", .neverMet,
    good: "categories: [contact]\n"),
  .init(
    "legitimate interest is assessed",
    "    assessment: {reference: LIA-1, review_by: 2026-12-31}\n", bad: "", at: "law.fraud",
    .assessmentMissing, good: "    assessment: {reference: X, review_by: 2028-02-29}\n"),
  .init(
    "an assessment is reviewed on a day that exists", "2026-12-31", bad: "2027-02-29",
    at: "2027-02-29", .dateInvalid, good: "2028-02-29"),
  .init(
    "an assessment has a reference", "reference: LIA-1, ", bad: "", at: "{review_by", .keyMissing,
    good: "reference: LIA-2, "),
  .init(
    "a legal obligation cites the law", "    citation: AO s. 147\n", bad: "", at: "law.tax",
    .citationMissing, good: "    citation: SGB V\n"),
  .init(
    "consent terms are for consents", "    citation: AO s. 147\n",
    bad: "    citation: AO s. 147\n    consent: {max_lifetime: 1d, methods: [web-form]}\n",
    at: "consent: {max_lifetime: 1d", .keyNotApplicable, good: "    citation: AO s. 148\n"),
  .init(
    "an assessment is for legitimate interest", "    citation: AO s. 147\n",
    bad: "    citation: AO\n    assessment: {reference: X, review_by: 2026-12-31}\n",
    at: "assessment: {reference: X", .keyNotApplicable, good: "    citation: AO\n"),
  .init(
    "article9 is not for consents", "basis: consent\n",
    bad: "basis: consent\n    article9: 9(2)(a)\n", at: "article9: 9(2)(a)", .keyNotApplicable,
    good: "basis: consent\n    citation: any\n"),
]

private let contact: [RuleCase] = [
  .init(
    "a cap is a number in a time", "1 per 7d", bad: "1 every 7d", at: "1 every",
    .contactRuleInvalid, good: "3 per 12h"),
  .init(
    "a cap is more than none", "1 per 7d", bad: "0 per 7d", at: "0 per", .contactRuleInvalid,
    good: "1 per 1s"),
  .init(
    "a cap's time is more than none", "1 per 7d", bad: "1 per 0d", at: "1 per 0d",
    .contactRuleInvalid, good: "1 per 1d"),
  .init(
    "quiet hours are a span", "21:00-08:00", bad: "21:00", at: "\"21", .contactRuleInvalid,
    good: "21:00-23:59"),
  .init(
    "quiet hours are real hours", "21:00-08:00", bad: "24:00-08:00", at: "\"24",
    .contactRuleInvalid, good: "00:00-08:00"),
  .init(
    "quiet hours begin and end apart", "21:00-08:00", bad: "08:00-08:00", at: "\"08",
    .contactRuleInvalid, good: "08:00-08:01"),
  .init(
    "a zone exists", "Europe/Berlin", bad: "Europe/Berlyn", at: "\"21", .zoneUnknown, good: "UTC"),
  .init(
    "a zone is no path", "Europe/Berlin", bad: "../Berlin", at: "\"21", .zoneUnknown, good: "UTC"),
  .init(
    "a contact rule says something", "{at_most: 1 per 7d, quiet: \"21:00-08:00 Europe/Berlin\"}",
    bad: "{}", at: "{}", .contactRuleInvalid, good: "{at_most: 1 per 7d}"),
  .init(
    "a contact rule needs a channel", "    channels: [email]\n", bad: "",
    at: "contact: {at_most", .keyNotApplicable, good: "    channels: [sms]\n"),
]

private let never: [RuleCase] = [
  .init(
    "no purpose meets a never rule", "[contact.name, contact.email]",
    bad: "[contact.name, health.allergy]", at: "marketing.news:", .neverMet,
    good: "[contact.name]"),
  .init(
    "no recipient meets a never rule", "[self, mailer]", bad: "[self, broker]",
    at: "marketing.news:", .neverMet, good: "[self]"),
  .init(
    "no operation meets a never rule", "recipients: [broker]}", bad: "operations: [profile]}",
    at: "marketing.news:", .neverMet, good: "operations: [combine]}"),
  .init(
    "no actor meets a never rule", "recipients: [broker]}",
    bad: "actors: [robot], channels: [email, sms]}", at: "marketing.news:", .neverMet,
    good: "actors: [robot], channels: [sms]}"),
  .init(
    "a never rule names something", ", recipients: [broker]}", bad: "}", at: "{id: N2",
    .neverEmpty, good: ", channels: [sms]}"),
  .init(
    "a never rule's list is not empty", "recipients: [broker]}", bad: "recipients: []}", at: "[]}",
    .listEmpty, good: "recipients: [broker], channels: [sms]}"),
  .init(
    "a never rule matches something", "recipients: [broker]}",
    bad: "recipients: [self], operations: [share]}", at: "{id: N2", .neverIdle,
    good: "recipients: [broker], operations: [share]}"),
  .init(
    "a never rule names declared purposes", "purposes: [marketing], categories: [health]}",
    bad: "purposes: [void]}", at: "void", .purposeUndeclared,
    good: "purposes: [marketing.news], categories: [health.allergy]}"),
  .init(
    "a never rule's id comes once", "id: N2", bad: "id: N1", at: "{id: N1, say: Nothing",
    .idTwice, good: "id: N3"),
  .init(
    "a never rule's id is a name", "id: N2", bad: "id: N 2", at: "N 2", .idInvalid, good: "id: n-2"),
  .init(
    "a never rule has a sentence", "say: Nothing to brokers, ", bad: "", at: "{id: N2", .keyMissing,
    good: "say: Never, "),
  .init(
    "a never rule names what is declared", "categories: [health]}", bad: "categories: [helth]}",
    at: "helth", .categoryUndeclared, good: "categories: [health.allergy]}"),
]

@Suite struct PolicyRules {
  @Test(arguments: head + declarations + purposes + tree + bases + contact + never)
  func eachRuleIsHeldWithItsCodeAndPlace(_ rule: RuleCase) throws {
    let bad = smallPolicy.with(rule.old, rule.bad)
    let found = problems(of: bad)
    #expect(found.map(\.code) == [rule.code])
    let expected =
      rule.code == .keyMissing && rule.at == "policy" ? "1:1" : place(of: rule.at, in: bad)
    #expect(found.first?.place == "policy.yaml:\(expected ?? "nowhere")")
    let good = smallPolicy.with(rule.old, rule.good)
    #expect(problems(of: good) == [])
  }

  @Test func theSmallPolicyLoads() { #expect(problems(of: smallPolicy) == []) }

  @Test func aGroupWithoutPurposesCannotBeForbidden() {
    let text = smallPolicy.with(
      "  law: {group", "  void: {group: true, title: Void}\n  law: {group")
    #expect(problems(of: text) == [])
    let bad = text.with("recipients: [broker]}", "purposes: [void]}")
    #expect(problems(of: bad).map(\.code) == [.neverIdle])
  }

  @Test func messagesAreOneLineInLowerCaseWithoutAFullStop() {
    for rule in head + declarations + purposes + tree + bases + contact + never {
      for problem in problems(of: smallPolicy.with(rule.old, rule.bad)) {
        #expect(!problem.message.contains("\n"))
        #expect(!problem.message.hasSuffix("."))
        #expect(problem.message.first.map { $0.isLowercase || $0 == "`" } == true)
        #expect(problem.hint.map { !$0.hasSuffix(".") } ?? true)
      }
    }
  }

  @Test func aMisspeltNameIsAnsweredWithTheNearestOne() {
    let text = smallPolicy.with("actors: [robot]", "actors: [robto]")
    #expect(problems(of: text).first?.hint == "did you mean `robot`?")
    let key = smallPolicy.with("default: deny", "defualt: deny")
    #expect(problems(of: key).first?.hint == "did you mean `default`?")
  }

  @Test func whatTheUserTypedCannotObeyATerminal() {
    let text = smallPolicy.with("actors: [robot]", "actors: [\"\\e[31mred\"]")
    let message = problems(of: text).first?.message
    #expect(message?.unicodeScalars.contains("\u{1B}") == false)
  }

  @Test func severalProblemsAreToldAtOnceInTheOrderOfTheFile() {
    let text =
      smallPolicy.with("recipients: [broker]}", "recipients: [self], operations: [share]}")
      .with("actors: [robot]", "actors: [robto]").with("role: processor", "role: seller")
      .with("basis: vital-interest", "basis: none").with("1.2", "one").with("30d", "0d")
    #expect(
      problems(of: text).map(\.code) == [
        .versionInvalid, .valueInvalid, .actorUndeclared, .lifetimeZero, .basisInvalid, .neverIdle,
      ])
  }

  @Test(arguments: [
    ("purposes", 4096), ("categories", 4096), ("actors", 4096), ("recipients", 1024),
    ("channels", 64),
  ])
  func aPolicyHasItsLimits(_ kind: String, _ limit: Int) {
    func text(_ count: Int) -> String {
      let names = (0..<count).map { "x\($0)" }
      switch kind {
      case "purposes":
        let groups = names.map { "  \($0): {group: true}\n" }.joined()
        return smallPolicy.with("  law: {group", groups + "  law: {group")
      case "categories":
        let leaves = names.map { "  \($0): X\n" }.joined()
        return smallPolicy.with("  contact: {name", leaves + "  contact: {name")
      case "actors":
        return smallPolicy.with("{desk: ", "{" + names.map { "\($0): X, " }.joined() + "desk: ")
      case "recipients":
        let all = names.map { "  \($0): {title: X, role: processor}\n" }.joined()
        return smallPolicy.with("  mailer: {title", all + "  mailer: {title")
      default:
        return smallPolicy.with("[email, sms]", "[email, sms, \(names.joined(separator: ", "))]")
      }
    }
    // What the small policy has already.
    let own =
      ["purposes": 6, "categories": 6, "actors": 2, "recipients": 2, "channels": 2][kind] ?? 0
    #expect(problems(of: text(limit - own)) == [])
    let found = problems(of: text(limit - own + 1))
    #expect(found.map(\.code) == [.limitExceeded])
    #expect(
      found.first?.place == "policy.yaml:\(place(of: "\(kind):", in: text(limit - own + 1)) ?? "")")
  }
}
