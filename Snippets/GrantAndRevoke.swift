//! Records a consent, and the person's change of mind.
import ConsentVault

let vault = try await Vault.open(at: "customers.vault", unlockedBy: .keyFile("owner.key"))
let customer = try SubjectID("C-1001")

let consent = try await vault.grant(
  customer,
  Grant(
    purpose: "marketing.newsletter", end: .after(.days(180)),
    notice: "marketing-newsletter.en", method: "web-form"))
print("ends \(consent.until)")

// A "no" needs no reason and is never refused. From here on nothing opens, in any process.
let revocation = try await vault.withdraw(customer, purpose: "marketing")
print("closed \(revocation.closed.count)")
