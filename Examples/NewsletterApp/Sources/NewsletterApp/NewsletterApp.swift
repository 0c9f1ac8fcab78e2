import ConsentVault
import Glibc

/// The bookshop's mailing: writes to the customers who want the newsletter, or labels their parcels.
///
/// usage: NewsletterApp VAULT KEY-FILE newsletter|labels CUSTOMER...
@main
struct NewsletterApp {
  static func main() async {
    let arguments = CommandLine.arguments
    guard arguments.count > 4 else {
      print("usage: NewsletterApp VAULT KEY-FILE newsletter|labels CUSTOMER...")
      exit(64)
    }
    do {
      try await run(arguments)
    } catch {
      print("failed: \(error)")
      exit(1)
    }
  }

  static func run(_ arguments: [String]) async throws {
    let vault = try await Vault.open(at: arguments[1], unlockedBy: .keyFile(arguments[2]))
    let customers = try arguments[4...].map { try SubjectID($0) }
    if arguments[3] == "labels" {
      try await printLabels(customers, vault)
    } else {
      try await sendNewsletter(customers, vault)
    }
  }

  static func sendNewsletter(_ customers: [SubjectID], _ vault: Vault) async throws {
    // `.campaignEngine` may ask for this purpose, so this compiles; `.dispatch` would not.
    let campaign = try vault.actor(.campaignEngine, for: Marketing.Newsletter.self)
    let letter = Letter(text: "Seven new books about the sea")
    try await campaign.access(customers, [.contactName, .contactEmail], via: .email) {
      customer, access in
      switch consume access {
      case .permitted(let disclosure): letter.send(to: disclosure)
      case .denied(let refusal): print("\(customer.text): not sent, \(refusal.codes)")
      }
    }
  }

  static func printLabels(_ customers: [SubjectID], _ vault: Vault) async throws {
    let dispatch = try vault.actor(.dispatch, for: Service.Delivery.self)
    for customer in customers {
      switch try await dispatch.access(customer, [.contactPostal], to: .courier) {
      case .permitted(let disclosure):
        // The courier's software takes text, so the address leaves the guard: with a reason, and a leaf.
        for line in try await disclosure.declassify(because: "the courier prints labels from text")
        {
          print("\(customer.text): label with \(line.text.count) letters")
        }
      case .denied(let refusal): print("\(customer.text): no label, \(refusal.codes)")
      }
    }
  }
}
