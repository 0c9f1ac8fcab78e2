import ConsentVault
import ConsentVaultTesting
import PolicyFiles

/// A vault under the policy whose types are in `NewspaperTypes.swift`: Anna said yes to the digest and gets
/// the paper; nobody knows Ben.
struct Newspaper {
  let test: TestVault
  var vault: Vault { test.vault }
  let anna = subject("anna")
  let ben = subject("ben")
  /// Anna's yes to the digest.
  let digest: Identifier

  static func policy() throws -> TestPolicy {
    TestPolicy(try PolicyFile.read(RetailVault.path("typed/policy.yaml")))
  }

  init(options: Vault.Options = Vault.Options()) async throws {
    test = try TestVault(policy: Self.policy(), at: RetailVault.noon, options: options)
    digest = try await test.vault.grant(
      anna, .webForm("reader.digest", notice: "digest.en")
    ).id
    _ = try await test.vault.openGround(
      anna, Ground(purpose: "reader.delivery", reference: "S-1", end: .after(.days(30))))
    _ = try await test.vault.put(
      anna,
      [
        NewValue(category: "contact.email", bytes: Array("anna@example.com".utf8)),
        NewValue(category: "contact.postal", bytes: Array("1 Sea Road".utf8)),
      ])
    test.clock.advance(by: .seconds(60))
  }

  func newsroom() throws -> VaultActor<Reader.Digest> {
    try vault.actor(.newsroom, for: Reader.Digest.self)
  }

  /// What was released to the newsroom.
  func digestData() throws -> Disclosure<Reader.Digest> {
    switch try newsroom().accessNow(anna, [.contactEmail], via: .email) {
    case .permitted(let disclosure): return disclosure
    case .denied(let refusal): throw Refused(codes: refusal.codes)
    }
  }

  struct Refused: Error {
    let codes: [String]
  }
}
