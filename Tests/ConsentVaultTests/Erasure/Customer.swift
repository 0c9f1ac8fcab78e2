import ConsentVault
import ConsentVaultTesting

/// A customer of the shop with a yes, a contract, a duty to keep invoices and an interest of the shop's
/// own, and with a value that each of them covers.
struct Customer {
  let test: TestVault
  var vault: Vault { test.vault }
  let id: SubjectID
  /// The contract: `contact` and `order.history`.
  let contract: Identifier
  /// The legal obligation: `contact.name`, `contact.postal` and `order`.
  let duty: Identifier
  /// The legitimate interest.
  let interest: Identifier

  static let categories = [
    "contact.name", "contact.email", "contact.postal", "order.history", "preference.style",
    "behaviour.web",
  ]

  init(_ name: String = "clara", in test: TestVault? = nil, days: Int64 = 30) async throws {
    let test = try test ?? RetailVault.make()
    let person = subject(name)
    self.test = test
    id = person
    _ = try await test.vault.grant(person, .webForm("marketing.styling"))
    func open(_ purpose: String) async throws -> Identifier {
      try await test.vault.openGround(
        person, Ground(purpose: purpose, reference: "order 7", end: .after(.days(days)))
      ).id
    }
    contract = try await open("service.fulfilment")
    duty = try await open("legal.tax-records")
    interest = try await open("security.fraud")
    _ = try await test.vault.put(
      person, Self.categories.map { NewValue(category: $0, bytes: Array("\($0) of it".utf8)) })
    test.clock.advance(by: .seconds(60))
  }

  /// The company's id under which a ground is kept.
  static func kept(_ ground: Identifier) -> SubjectID { subject("ground:\(ground)") }

  /// What the vault releases of some categories.
  func texts(_ id: SubjectID, _ request: Request) async throws -> [String: String]? {
    try await vault.texts(id, request)
  }

  /// The check-out asks for what a delivery needs.
  static let delivery = Request(
    actor: "checkout", purpose: "service.fulfilment",
    categories: ["contact.name", "contact.email", "contact.postal", "order.history"],
    channel: "email")
  /// Bookkeeping asks for what an invoice needs.
  static let invoice = Request(
    actor: "finance", purpose: "legal.tax-records",
    categories: ["contact.name", "contact.postal", "order.history"])
  /// The fraud desk asks for the pages that were viewed.
  static let fraud = Request(
    actor: "fraud-desk", purpose: "security.fraud", categories: ["behaviour.web"])
}
