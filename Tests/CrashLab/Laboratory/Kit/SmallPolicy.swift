import ConsentVaultTesting
import PolicyFiles
import VaultPolicy

/// The policy of the laboratory's vaults: as small as one with every kind of rule can be, because
/// every byte of it is flipped.
enum SmallPolicy {
  /// A version of it; the second one differs in its title alone.
  static func version(_ number: Int = 1) throws -> PolicySource {
    let text = text(number)
    let (policy, places) = try PolicyFile.parse(text, file: "policy.yaml") { _ in true }
    return PolicySource(
      policy: policy, places: places, sourceText: text,
      notices: [Notice(id: "lab", language: "en", text: "May we? (\(number))\n")])
  }

  /// The same for a test's vault.
  static func test(_ number: Int = 1) throws -> TestPolicy { TestPolicy(try version(number)) }

  private static func text(_ number: Int) -> String {
    """
    schema: 1
    policy: lab
    version: 2026.1.\(number)
    controller: {name: Lab, contact: lab@example.com}
    default: deny
    categories:
      contact: {email: E-mail address}
      size: {shirt: Shirt size, shoe: Shoe size}
    channels: [email]
    recipients: {}
    actors: {shop: The shop}
    purposes:
      news:
        title: News \(number)
        benefit: You hear of it.
        basis: consent
        categories: [contact.email]
        channels: [email]
        actors: [shop]
        consent: {max_lifetime: 90d, renew_notice: 7d, methods: [web-form]}
        notices: [lab]
        contact: {at_most: 3 per 7d}
        retention: 0d
      advice:
        title: Advice
        benefit: It fits.
        basis: consent
        categories: [size]
        origins: [volunteered, observed]
        actors: [shop]
        consent: {max_lifetime: 90d, renew_notice: 7d, methods: [web-form]}
        notices: [lab]
        retention: 30d
      delivery:
        title: Delivery
        benefit: It arrives.
        basis: contract
        categories: [contact.email, size]
        actors: [shop]
        retention: 0d

    """
  }
}
