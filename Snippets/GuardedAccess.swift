//! Reads one customer's address by the names of a request, or learns every reason why not.
import ConsentVault

// snippet.hide
func send(_ address: RawSpan) {}
// snippet.show
let vault = try await Vault.open(
  at: "customers.vault", unlockedBy: .keyFile("campaign.key"))

let request = Request(
  actor: "campaign-engine", purpose: "marketing.newsletter", categories: ["contact.email"],
  channel: "email")

switch try await vault.access(SubjectID("C-1001"), request) {
case .permitted(let disclosure):
  // The bytes are lent for the length of the closure, and wiped afterwards.
  disclosure.withBytes(of: "contact.email") { send($0) }
case .denied(let decision):
  // All reasons, with stable codes and without personal data.
  print(decision.codes)
}
