import PolicyFiles
import VaultPolicy

/// A small policy that uses every part of the language, to be broken in one place at a time.
let smallPolicy = """
  schema: 1
  policy: shop
  version: 1.2
  controller: {name: Shop, contact: privacy@example.com}
  default: deny
  categories:
    contact: {name: Name, email: E-mail, phone: Phone}
    health: {allergy: {title: Allergies, sensitivity: special}}
  channels: [email, sms]
  recipients:
    mailer: {title: MailHouse, role: processor}
    broker: {title: Brokers, role: third-party}
  actors: {desk: Front desk, robot: Campaign engine}
  purposes:
    marketing: {group: true, title: Marketing}
    marketing.news:
      title: News
      benefit: You hear of offers.
      basis: consent
      categories: [contact.name, contact.email]
      operations: [use, profile]
      recipients: [self, mailer]
      channels: [email]
      origins: [volunteered, inferred]
      actors: [robot]
      consent: {max_lifetime: 30d, renew_notice: 3d, methods: [web-form]}
      contact: {at_most: 1 per 7d, quiet: "21:00-08:00 Europe/Berlin"}
      retention: 1h
      obligations: [unsubscribe-link]
    law: {group: true, title: Law}
    law.tax:
      title: Tax
      benefit: Your invoices stand up.
      basis: legal-obligation
      citation: AO s. 147
      categories: [contact]
      actors: [desk]
    law.fraud:
      title: Fraud
      benefit: Nobody orders in your name.
      basis: legitimate-interest
      assessment: {reference: LIA-1, review_by: 2026-12-31}
      categories: [contact.phone]
      actors: [desk]
    law.rescue:
      title: Rescue
      benefit: You get help.
      basis: vital-interest
      article9: GDPR 9(2)(c)
      categories: [health]
      actors: [desk]
  never:
    - {id: N1, say: No health in marketing, purposes: [marketing], categories: [health]}
    - {id: N2, say: Nothing to brokers, recipients: [broker]}

  """

/// Reads a text as `policy.yaml`, on a machine that knows two time zones.
func parsed(_ text: String) throws(PolicyFault) -> (policy: Policy, places: PolicyPlaces) {
  try PolicyFile.parse(text, file: "policy.yaml") { ["Europe/Berlin", "UTC"].contains($0) }
}

/// The problems of a text; none if it loads.
func problems(of text: String) -> [PolicyProblem] {
  do throws(PolicyFault) {
    _ = try parsed(text)
    return []
  } catch {
    return error.problems
  }
}
