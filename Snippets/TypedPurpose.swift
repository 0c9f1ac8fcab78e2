//! Reads one customer's address for the newsletter; what the policy does not list does not compile.
import ConsentVault

// snippet.hide
enum Marketing {
  enum Newsletter: Purpose {
    enum Category: String, PolicyName { case contactEmail = "contact.email" }
    enum Channel: String, PolicyName { case email }
    typealias Recipient = NotListed
    enum Operation: String, PolicyName { case use }
    enum Actor: String, PolicyName { case campaignEngine = "campaign-engine" }
    static var policy: String { "retail-crm" }
    static var name: String { "marketing.newsletter" }
  }
}
func send(_ address: RawSpan) {}
// snippet.show
let vault = try await Vault.open(
  at: "customers.vault", unlockedBy: .keyFile("campaign.key"))
let campaign = try vault.actor(.campaignEngine, for: Marketing.Newsletter.self)

switch try await campaign.access(SubjectID("C-1001"), [.contactEmail], via: .email) {
case .permitted(let disclosure):
  // A Disclosure<Marketing.Newsletter>: lent for the length of the closure, and wiped afterwards.
  disclosure.withBytes(of: .contactEmail) { send($0) }
case .denied(let refusal):
  // All reasons, with stable codes and without personal data.
  print(refusal.codes)
}
