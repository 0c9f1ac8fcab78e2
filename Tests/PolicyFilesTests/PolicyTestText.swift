import PolicyFiles
import PolicyTools
import VaultPolicy

/// Complete tests of ``smallPolicy``: nothing of it can change unnoticed.
let smallTests = """
  schema: 1
  policy: shop
  at: 2026-03-02T12:00:00Z
  grants:
    news: {purpose: marketing.news, method: web-form, from: 2026-02-20T12:00:00Z, for: 20d}
    tax: {purpose: law.tax, reference: AO, from: 2026-02-20T12:00:00Z, for: 365d}
  cases:
    - name: who said yes hears of offers
      ask: {actor: robot, purpose: marketing.news, categories: [contact.email], channel: email}
      grant: news
      expect: permit
    - name: whoever said no does not
      ask: {actor: robot, purpose: marketing.news, categories: [contact.email], channel: email}
      grant: news
      withdrawn: {purpose: marketing, at: 2026-03-01T12:00:00Z}
      expect: [CONSENT_WITHDRAWN]
    - name: no health in marketing
      ask: {actor: robot, purpose: marketing.news, categories: [health], channel: email}
      expect: [CATEGORY_NOT_ALLOWED, "NEVER:N1", CONSENT_MISSING]
  only:
    - purpose: marketing.news
      basis: consent
      actors: [robot]
      categories: [contact.name, contact.email]
      recipients: [self, mailer]
      channels: [email]
      operations: [use, profile]
      origins: [volunteered, inferred]
      methods: [web-form]
      obligations: [unsubscribe-link]
    - purpose: law.tax
      basis: legal-obligation
      actors: [desk]
      categories: [contact]
      recipients: [self]
      channels: []
      operations: [use]
      origins: [volunteered, observed]
      obligations: []
    - purpose: law.fraud
      basis: legitimate-interest
      actors: [desk]
      categories: [contact.phone]
      recipients: [self]
      channels: []
      operations: [use]
      origins: [volunteered, observed]
      obligations: []
    - purpose: law.rescue
      basis: vital-interest
      actors: [desk]
      categories: [health]
      recipients: [self]
      channels: []
      operations: [use]
      origins: [volunteered, observed]
      obligations: []
    - {sensitivity: special, categories: [health]}
    - {never: N1, purposes: [marketing], categories: [health]}
    - {never: N2, recipients: [broker]}
  longest:
    - {purpose: marketing.news, lifetime: 30d, retention: 1h}
    - {purpose: marketing.news, at_most: 1 per 7d}
    - {purpose: marketing.news, quiet: "21:00-08:00 Europe/Berlin"}
    - {purpose: law.tax, retention: 0d}
    - {purpose: law.fraud, retention: 0d, review_by: 2026-12-31}
    - {purpose: law.rescue, retention: 0d}
  questions:
    - {who: contact.phone, are: [desk]}
    - {what: marketing.news, actor: robot, are: [contact.name, contact.email]}

  """

/// Reads tests of ``smallPolicy``.
func parsedTests(_ text: String) throws(PolicyFault) -> PolicyTests {
  try TestFile.parse(text, file: "tests.yaml", for: try parsed(smallPolicy).policy) {
    ["Europe/Berlin", "UTC"].contains($0)
  }
}

/// What is wrong with tests, as codes with places.
func testProblems(_ text: String) -> [String] {
  do throws(PolicyFault) {
    _ = try parsedTests(text)
    return []
  } catch {
    return error.problems.map { "\($0.code.rawValue) \($0.place)" }
  }
}

/// A policy's text under test.
func trial(of policy: String = smallPolicy) throws -> Trial {
  let (policy, places) = try parsed(policy)
  return Trial(try CompiledPolicy.standalone(policy, places: places))
}
