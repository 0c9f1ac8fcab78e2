import DocumentTesting
import PolicyFiles
import Testing
import VaultPolicy

@Suite struct CanonicalForm {
  private func codes(_ json: String) -> [PolicyProblem.Code] {
    do throws(PolicyFault) {
      _ = try Policy(canonicalJSON: json)
      return []
    } catch {
      return error.problems.map(\.code)
    }
  }

  @Test(arguments: ["retail-crm", "clinic"])
  func itReadsBackByteForByte(_ name: String) throws {
    let policy = try PolicyFile.read(examplePath("\(name)/policy.yaml")).policy
    let json = policy.canonicalJSON()
    let again = try Policy(canonicalJSON: json)
    #expect(again == policy)
    #expect(again.canonicalJSON() == json)
  }

  @Test func itDoesNotChange() throws {
    // Written by hand from the small policy: the digest of every vault rests on this text.
    let expected = [
      #"{"actors":{"desk":"Front desk","robot":"Campaign engine"},"#,
      #""categories":{"contact":{"email":"E-mail","name":"Name","phone":"Phone"},"#,
      #""health":{"allergy":{"sensitivity":"special","title":"Allergies"}}},"#,
      #""channels":["email","sms"],"#,
      #""controller":{"contact":"privacy@example.com","name":"Shop"},"default":"deny","#,
      #""never":[{"categories":["health"],"id":"N1","purposes":["marketing"],"#,
      #""say":"No health in marketing"},"#,
      #"{"id":"N2","recipients":["broker"],"say":"Nothing to brokers"}],"#,
      #""policy":"shop","purposes":{"law":{"group":true,"title":"Law"},"#,
      #""law.fraud":{"actors":["desk"],"#,
      #""assessment":{"reference":"LIA-1","review_by":"2026-12-31"},"#,
      #""basis":"legitimate-interest","benefit":"Nobody orders in your name.","#,
      #""categories":["contact.phone"],"channels":[],"obligations":[],"operations":["use"],"#,
      #""origins":["volunteered","observed"],"recipients":["self"],"retention":0,"#,
      #""title":"Fraud"},"#,
      #""law.rescue":{"actors":["desk"],"article9":"GDPR 9(2)(c)","basis":"vital-interest","#,
      #""benefit":"You get help.","categories":["health.allergy"],"channels":[],"#,
      #""obligations":[],"operations":["use"],"origins":["volunteered","observed"],"#,
      #""recipients":["self"],"retention":0,"title":"Rescue"},"#,
      #""law.tax":{"actors":["desk"],"basis":"legal-obligation","#,
      #""benefit":"Your invoices stand up.","#,
      #""categories":["contact.email","contact.name","contact.phone"],"channels":[],"#,
      #""citation":"AO s. 147","obligations":[],"operations":["use"],"#,
      #""origins":["volunteered","observed"],"recipients":["self"],"retention":0,"title":"Tax"},"#,
      #""marketing":{"group":true,"title":"Marketing"},"#,
      #""marketing.news":{"actors":["robot"],"basis":"consent","#,
      #""benefit":"You hear of offers.","categories":["contact.email","contact.name"],"#,
      #""channels":["email"],"consent":{"max_lifetime":2592000000,"methods":["web-form"],"#,
      #""renew_notice":259200000},"contact":{"at_most":{"count":1,"per":604800000},"#,
      #""quiet":{"from":1260,"until":480,"zone":"Europe/Berlin"}},"#,
      #""obligations":["unsubscribe-link"],"operations":["use","share","profile"],"#,
      #""origins":["volunteered","inferred"],"recipients":["mailer","self"],"#,
      #""retention":3600000,"title":"News"}},"#,
      #""recipients":{"broker":{"role":"third-party","title":"Brokers"},"#,
      #""mailer":{"role":"processor","title":"MailHouse"}},"schema":1,"version":"1.2"}"#,
    ].joined()
    #expect(try parsed(smallPolicy).policy.canonicalJSON() == expected)
  }

  @Test func theOrderOfTheFileLeavesNoTrace() throws {
    let moved =
      smallPolicy.with("[contact.name, contact.email]", "[contact.email, contact.name]")
      .with("[self, mailer]", "[mailer]").with("[email, sms]", "[sms, email]")
      .with("[volunteered, inferred]", "[inferred, volunteered]")
      .with(
        "{desk: Front desk, robot: Campaign engine}", "{robot: Campaign engine, desk: Front desk}"
      )
      .with(
        "    title: Rescue\n    benefit: You get help.\n",
        "    benefit: You get help.\n    title: Rescue\n"
      )
      .with("30d", "720h").with("version: 1.2\n", "version: 1.2   # a comment\n")
    #expect(moved != smallPolicy)
    let a = try parsed(smallPolicy).policy
    let b = try parsed(moved).policy
    #expect(a == b)
    #expect(a.canonicalJSON() == b.canonicalJSON())
  }

  @Test func whatMeansSomethingElseIsAnotherText() throws {
    let policy = try parsed(smallPolicy).policy.canonicalJSON()
    for (old, new) in [
      ("30d", "31d"), ("1.2", "1.3"), ("[use, profile]", "[use]"),
    ]
    where smallPolicy.contains(old) {
      let other = try parsed(smallPolicy.with(old, new)).policy.canonicalJSON()
      #expect(other != policy)
    }
  }

  @Test func everyTextThatIsNotTheOneItWritesIsRefused() throws {
    let json = try parsed(smallPolicy).policy.canonicalJSON()
    #expect(codes(json) == [])
    #expect(codes(json + "\n") == [.notCanonical])
    #expect(codes(json.with("\"schema\":1", "\"schema\": 1")) == [.notCanonical])
    #expect(codes(json.with("\"default\":\"deny\",", "")) == [.notCanonical])
    #expect(codes(json.with("\"retention\":0,", "")) == [.notCanonical])
    #expect(
      codes(
        json.with("[\"contact.email\",\"contact.name\"]", "[\"contact.name\",\"contact.email\"]"))
        == [.notCanonical])
    #expect(codes(json.with("\"News\"", "\"\\u004eews\"")) == [.notCanonical])
    #expect(codes(json.with("\"default\":", "\"extra\":1,\"default\":")) == [.keyUnknown])
    #expect(
      codes(json.with("\"default\":\"deny\"", "\"default\":\"deny\",\"default\":\"deny\"")) == [
        .keyTwice
      ])
    #expect(codes(json.with("2592000000", "\"30d\"")) == [.notCanonical])
    #expect(codes(json.with("2592000000", "2592000000.0")) == [.syntaxInvalid])
    #expect(codes(json.with("2592000000", "-1")) == [.syntaxInvalid])
    #expect(codes(json.with("\"count\":1", "\"count\":0")) == [.contactRuleInvalid])
    #expect(codes(json.with("\"from\":1260", "\"from\":1440")) == [.contactRuleInvalid])
    #expect(
      codes(
        json.with("\"recipients\":[\"mailer\",\"self\"]", "\"recipients\":[\"broker\",\"self\"]"))
        == [.neverMet])
    #expect(codes(String(json.dropLast())) == [.syntaxInvalid])
    #expect(codes(String(repeating: "[", count: 100_000)) == [.syntaxInvalid])
    #expect(codes("") == [.syntaxInvalid])
  }

  @Test func peopleMayNotWriteTheCompiledForms() {
    let text = smallPolicy.with("at_most: 1 per 7d", "at_most: {count: 1, per: 7}")
    #expect(problems(of: text).map(\.code) == [.contactRuleInvalid])
  }

  @Test func aCompiledFileIsReadLikeASource() throws {
    let policy = try parsed(smallPolicy).policy
    let json = policy.canonicalJSON() + "\n"
    #expect(try PolicyFile.parse(json, file: "p.json", zoneExists: { _ in false }).policy == policy)
    // The same text under another name is YAML, and as YAML it is not a source.
    #expect(throws: PolicyFault.self) {
      _ = try PolicyFile.parse(json, file: "p.yaml", zoneExists: { _ in true })
    }
  }

  @Test func placesReadBack() throws {
    let places = try parsed(smallPolicy).places
    #expect(PolicyPlaces(json: places.json()) == places)
    #expect(
      places.place(of: "purposes.marketing.news")
        == "policy.yaml:\(place(of: "marketing.news:", in: smallPolicy) ?? "")")
    #expect(
      places.place(of: "purposes.marketing.news.channels")
        == "policy.yaml:\(place(of: "channels: [email]", in: smallPolicy) ?? "")")
    #expect(
      places.place(of: "never.N2") == "policy.yaml:\(place(of: "{id: N2", in: smallPolicy) ?? "")")
    #expect(
      places.place(of: "purposes.marketing.news.citation")
        == places.place(of: "purposes.marketing.news"))
    #expect(places.place(of: "nothing") == nil)
    for bad in ["", "{}", "[]", #"{"file":"a","places":{"x":[1]}}"#, #"{"file":1,"places":{}}"#] {
      #expect(PolicyPlaces(json: bad) == nil)
    }
  }
}
