import ConsentVault
import ConsentVaultTesting

/// A vault with two customers: each said yes to styling and to recommendations, and told a style.
struct World {
  let test: TestVault
  var vault: Vault { test.vault }
  let anna = subject("anna")
  let ben = subject("ben")
  /// Anna's yes to styling.
  let styling: Identifier

  init(options: Vault.Options = Vault.Options()) async throws {
    test = try RetailVault.make(options: options)
    var first: Identifier?
    for (id, style) in [(anna, "plain"), (ben, "loud")] {
      let consent = try await test.vault.grant(id, .webForm("marketing.styling"))
      first = first ?? consent.id
      _ = try await test.vault.grant(id, .webForm("personalise.recommendations"))
      _ = try await test.vault.put(
        id,
        [
          NewValue(category: "preference.style", bytes: Array(style.utf8)),
          NewValue(category: "preference.size", bytes: Array("\(style) size".utf8)),
        ])
    }
    guard let first else { preconditionFailure("nobody said yes") }
    styling = first
    test.clock.advance(by: .seconds(60))
  }
}
