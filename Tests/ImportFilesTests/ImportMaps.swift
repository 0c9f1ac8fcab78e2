import DocumentTesting
import ImportFiles
import PolicyFiles
import Testing
import VaultImport
import VaultModel
import VaultPolicy

@Suite struct ImportMaps {
  private let small = """
    subject: {column: id}
    origin: observed
    collected_at: 2026-11-01T09:00:00Z
    trim: true
    values:
      contact.name: {columns: [given, family], join: " "}
      contact.email: {column: email, trim: false}
      preference.interest: {column: likes, split: ";", origin: "third-party:bureau"}
    consents:
      - purpose: marketing.news
        when: {column: news, yes: ["1", "yes"], no: ["0"]}
        notice: news.en
        method: web-form
        captured_at: {column: time}
        for: 365d
      - {purpose: marketing.post, when: always, notice: post, method: import, captured_at: 2026-11-01T09:00:00Z, until: {column: end}}
    grounds:
      - {purpose: service.order, reference: {column: order}, for: 730d}
      - {purpose: service.help, reference: fixed, from: {column: time}, until: 2027-11-01T09:00:00Z}

    """

  private func found(_ text: String) -> [String] {
    do throws(PolicyFault) {
      _ = try ImportMapFile.parse(text, file: "map.yaml")
      return []
    } catch {
      return error.problems.map { "\($0.code.rawValue) \($0.place)" }
    }
  }

  @Test func everyPartIsRead() throws {
    let map = try ImportMapFile.parse(small, file: "map.yaml")
    let time = try #require(Timestamp("2026-11-01T09:00:00Z"))
    #expect(map.subject == ColumnReference("id"))
    #expect(map.origin == .observed)
    #expect(map.collectedAt == .constant(time))
    #expect(map.trim)
    #expect(
      map.values == [
        ValueRule(
          category: "contact.name",
          source: .joined([ColumnReference("given"), ColumnReference("family")], separator: " ")),
        ValueRule(
          category: "contact.email",
          source: .column(ColumnReference("email", trim: false), split: nil)),
        ValueRule(
          category: "preference.interest", source: .column(ColumnReference("likes"), split: ";"),
          origin: .thirdParty("bureau")),
      ])
    #expect(
      map.consents == [
        ConsentRule(
          purpose: "marketing.news",
          when: .column(ColumnReference("news"), yes: ["1", "yes"], no: ["0"]),
          notice: "news.en", method: .webForm, capturedAt: .column(ColumnReference("time")),
          end: .lasting(.days(365))),
        ConsentRule(
          purpose: "marketing.post", when: .always, notice: "post", method: .import,
          capturedAt: .constant(time), end: .until(.column(ColumnReference("end")))),
      ])
    #expect(map.grounds.map(\.purpose) == ["service.order", "service.help"])
    #expect(map.grounds[0].reference == .column(ColumnReference("order")))
    #expect(map.grounds[1].reference == .constant("fixed"))
    #expect(map.grounds[1].from == .column(ColumnReference("time")))
  }

  @Test(arguments: [
    ("subject: {column: id}\n", "", "KEY_MISSING", "origin"),
    ("subject: {column: id}", "subject: id", "WRONG_SHAPE", "id\n"),
    ("origin: observed", "origin: seen", "VALUE_INVALID", "seen"),
    ("collected_at: 2026-11-01T09:00:00Z", "collected_at: yesterday", "DATE_INVALID", "yesterday"),
    ("trim: true", "trim: maybe", "VALUE_INVALID", "maybe"),
    ("trim: true", "trimm: true", "KEY_UNKNOWN", "trimm"),
    ("contact.email:", "contact..email:", "ID_INVALID", "contact..email"),
    (", join: \" \"", "", "KEY_MISSING", "contact.name"),
    (", join: \" \"", ", join: \" \", split: \";\"", "KEY_NOT_APPLICABLE", "split"),
    ("column: email", "column: email, join: \" \"", "KEY_NOT_APPLICABLE", "join: \" \", trim"),
    ("split: \";\"", "split: \"\"", "VALUE_INVALID", "preference.interest"),
    ("purpose: marketing.news", "purpose: Marketing", "ID_INVALID", "Marketing"),
    ("when: always", "when: never", "VALUE_INVALID", "never"),
    ("yes: [\"1\", \"yes\"]", "yes: [\"0\"]", "VALUE_INVALID", "when: {column: news"),
    ("method: web-form", "method: silence", "VALUE_INVALID", "silence"),
    ("    for: 365d\n", "", "KEY_MISSING", "purpose: marketing.news"),
    ("for: 365d", "for: 1y", "DURATION_INVALID", "1y"),
    ("for: 365d", "for: 0d", "VALUE_INVALID", "for: 0d"),
    (
      "for: 365d", "for: 365d\n    until: {column: end}", "KEY_NOT_APPLICABLE",
      "until: {column: end}\n"
    ),
    ("reference: fixed", "reference: \"\"", "TEXT_INVALID", "\"\""),
    ("notice: post, ", "", "KEY_MISSING", "{purpose: marketing.post"),
  ])
  func eachMistakeIsToldWithItsPlace(_ old: String, _ new: String, _ code: String, _ at: String) {
    let text = small.with(old, new)
    let expected = at == "origin" ? "1:1" : place(of: at, in: text) ?? "nowhere"
    #expect(found(text) == ["\(code) map.yaml:\(expected)"])
    #expect(found(small) == [])
  }

  @Test func severalMistakesAreToldAtOnce() {
    let text = small.with("origin: observed", "origin: seen").with("365d", "1y")
    #expect(
      found(text).map { $0.split(separator: " ")[0] } == ["VALUE_INVALID", "DURATION_INVALID"])
  }

  @Test func theMapOfTheShopFitsItsPolicyAndItsCustomers() throws {
    let map = try ImportMapFile.read(examplePath("retail-crm/customers.map.yaml"))
    let source = try PolicyFile.read(examplePath("retail-crm/policy.yaml"))
    let leaves = Set(source.policy.categories.filter(\.isLeaf).map(\.name))
    #expect(map.values.allSatisfy { leaves.contains($0.category) })
    for rule in map.consents {
      let purpose = try #require(source.policy.purposes.first { $0.name == rule.purpose })
      #expect(purpose.consent?.methods.contains(rule.method) == true)
      #expect(rule.end == purpose.consent.map { .lasting($0.maxLifetime) })
      #expect(source.notices.contains { "\($0.id).\($0.language)" == rule.notice })
    }
    for rule in map.grounds {
      let purpose = try #require(source.policy.purposes.first { $0.name == rule.purpose })
      #expect(purpose.basis != .consent)
    }
  }

  @Test func everyCustomerOfTheShopIsImported() throws {
    let map = try ImportMapFile.read(examplePath("retail-crm/customers.map.yaml"))
    var reader = try CSVReader(ByteSource(path: examplePath("retail-crm/customers.csv")))
    try map.validate(header: reader.header)
    var mapped: [MappedRow] = []
    while let row = try reader.next() {
      mapped.append(try map.apply(to: try row.result.get(), line: row.line).get())
    }
    #expect(mapped.count == 12)
    #expect(mapped.allSatisfy { $0.grounds.count == 1 })
    // Only who said yes has sizes and interests, because only the newsletter allows to keep them.
    for row in mapped {
      let preferences = row.values.contains { $0.category.hasPrefix("preference.") }
      #expect(preferences == row.consents.contains { $0.word != .refusal })
    }
  }
}
