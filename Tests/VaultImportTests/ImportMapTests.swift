import Testing
import VaultImport
import VaultModel

@Suite struct ImportMapTests {
  @Test func everyColumnOfTheMapIsListedOnceInItsOrder() throws {
    #expect(
      Self.whole.columns == [
        "id", "updated", "given", "family", "interests", "newsletter", "opt_in", "ends", "order",
        "since",
      ])
  }

  @Test func aMapWhoseColumnsExistIsTaken() throws {
    try Self.whole.validate()
    try Self.whole.validate(header: Self.whole.columns + ["more"])
  }

  @Test func allColumnsThatDoNotExistAreToldAtOnce() throws {
    let header = ["id", "updatd", "Given", "family", "newsletter", "opt_in", "order", "since"]
    let error = #expect(throws: ImportMapError.self) { try Self.whole.validate(header: header) }
    let problems = try #require(error).problems
    #expect(problems.allSatisfy { $0.code == .columnUnknown })
    #expect(
      problems.map(\.path) == [
        "collected_at", "values.contact.name", "values.preference.interest", "consents[0].until",
      ])
    #expect(
      problems.map(\.hint)
        == ["did you mean `updatd`", "did you mean `Given`", nil, nil])
    #expect(problems.first?.message == "the input has no column `updated`")
  }

  @Test func aNameThatIsFarAwayIsNeverSuggested() throws {
    // The first row of a file without a header row.
    let map = ImportMap(subject: ColumnReference("customer_id"))
    let header = ["1047", "Canary Canary", "canary@example.org"]
    let error = #expect(throws: ImportMapError.self) { try map.validate(header: header) }
    #expect(error?.problems.map(\.hint) == [nil])
    #expect(error?.description.contains("anary") == false)
  }

  @Test func rulesThatContradictThemselvesAreRefused() throws {
    let cases: [(ConsentCondition, String)] = [
      (.column(ColumnReference("c"), yes: [], no: ["0"]), "consents[0].when.yes"),
      (.column(ColumnReference("c"), yes: ["1"], no: ["0", "1"]), "consents[0].when"),
      (.column(ColumnReference("c"), yes: ["1", ""], no: []), "consents[0].when"),
      (.column(ColumnReference("c"), yes: ["1"], no: [""]), "consents[0].when"),
    ]
    for (when, path) in cases {
      #expect(problems(of: ImportMap(subject: Self.id, consents: [Self.consent(when)])) == [path])
    }
    #expect(problems(of: ImportMap(subject: Self.id, consents: [Self.consent(.always)])).isEmpty)
  }

  @Test func aPermissionThatEndsAsItBeginsIsRefused() throws {
    let map = ImportMap(
      subject: Self.id, consents: [Self.consent(.always, end: .lasting(.zero))],
      grounds: [GroundRule(purpose: "p", reference: .constant("r"), end: .lasting(.zero))])
    #expect(problems(of: map) == ["consents[0].for", "grounds[0].for"])
  }

  @Test func twoRulesForOneRecordAreRefused() throws {
    let ground = GroundRule(purpose: "p", reference: .constant("r"), end: .lasting(.days(1)))
    let map = ImportMap(
      subject: Self.id,
      values: [Self.value("contact.email"), Self.value("contact"), Self.value("contact.email")],
      consents: [
        Self.consent(.always), Self.consent(.always, notice: "other"), Self.consent(.always),
      ],
      grounds: [ground, ground])
    #expect(problems(of: map) == ["values.contact.email", "consents[2]", "grounds[1]"])
  }

  @Test func emptyWordsOfTheMapAreRefused() throws {
    let consent = ConsentRule(
      purpose: "p", when: .always, notice: "n", method: .import,
      capturedAt: .constant(.earliest), end: .lasting(.days(1)), channels: [])
    let map = ImportMap(
      subject: Self.id,
      values: [
        ValueRule(category: "a", source: .column(Self.id, split: "")),
        ValueRule(category: "b", source: .joined([], separator: " ")),
      ],
      consents: [consent],
      grounds: [GroundRule(purpose: "p", reference: .constant(""), end: .lasting(.days(1)))])
    #expect(problems(of: map) == ["values.a", "values.b", "consents[0]", "grounds[0].reference"])
  }

  private func problems(of map: ImportMap) -> [String] {
    do throws(ImportMapError) {
      try map.validate()
      return []
    } catch {
      return error.problems.map(\.path)
    }
  }

  static let id = ColumnReference("id")

  static func value(_ category: String) -> ValueRule {
    ValueRule(category: category, source: .column(ColumnReference(category), split: nil))
  }

  static func consent(
    _ when: ConsentCondition, notice: String = "news.en", end: EndRule = .lasting(.days(365))
  ) -> ConsentRule {
    ConsentRule(
      purpose: "marketing.newsletter", when: when, notice: notice, method: .webForm,
      capturedAt: .column(ColumnReference("opt_in")), end: end)
  }

  /// A map that names a column in every place where it can.
  static let whole = ImportMap(
    subject: id, collectedAt: .column(ColumnReference("updated")),
    values: [
      ValueRule(
        category: "contact.name",
        source: .joined([ColumnReference("given"), ColumnReference("family")], separator: " ")),
      ValueRule(
        category: "preference.interest",
        source: .column(ColumnReference("interests"), split: ";"),
        origin: .thirdParty("bureau")),
    ],
    consents: [
      consent(
        .column(ColumnReference("newsletter"), yes: ["1", "yes"], no: ["0", "no"]),
        end: .until(.column(ColumnReference("ends"))))
    ],
    grounds: [
      GroundRule(
        purpose: "service.fulfilment", reference: .column(ColumnReference("order")),
        from: .column(ColumnReference("since")), end: .lasting(.days(730)))
    ])
}
