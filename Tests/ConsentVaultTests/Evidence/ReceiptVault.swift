import ConsentVaultTesting
import VaultCrypto
import VaultLedger
import VaultModel

@testable import ConsentVault

/// A vault of which receipts are made.
struct ReceiptVault {
  let test: TestVault
  let anna = subject("anna")
  static let purpose = "marketing.newsletter"
  static let notice = "marketing-newsletter.en"

  init() throws { test = try RetailVault.make() }

  var vault: Vault { test.vault }

  /// Anna says yes to the newsletter.
  func grant(_ end: Grant.End = .after(.days(90)), giver: Giver = .subject) async throws -> Consent
  {
    let grant = Grant(
      purpose: Self.purpose, scope: ScopeNames(recipients: ["mailer"]), end: end,
      notice: Self.notice, method: "double-opt-in", giver: giver)
    return try await vault.grant(anna, grant)
  }

  /// What a receipt proves to whoever has the log's key.
  func verify(_ receipt: SignedStatement) throws -> VerifiedStatement {
    try SignedStatement.verify(receipt.bytes, keys: vault.logKeys().map(\.text))
  }

  /// The same statement with something changed, and signed again by the vault's own key: what nobody
  /// without that key can make.
  func resigned(
    _ receipt: SignedStatement, _ edit: (JSONValue) throws -> JSONValue
  ) throws -> SignedStatement {
    let (_, document) = try DataIntegrityProof.verified(in: receipt.json)
    let proof = DataIntegrityProof(
      publicKey: try vault.keys.logPublicKey, created: RetailVault.noon)
    return SignedStatement(
      try proof.attached(to: edit(document)) { try vault.keys.sign($0) })
  }
}

extension JSONValue {
  /// This object with another value for a key.
  func setting(_ key: String, _ value: JSONValue) -> JSONValue {
    removing([key]).adding([.init(key, value)])
  }
}
