import ConsentVault
import ConsentVaultTesting
import VaultLedger
import VaultPolicy
import VaultStore

/// The shop's vault, and two who sign its policies: the first holds the policy key.
struct SignedShop {
  let world: World
  let signer: PolicySigner
  let successor: PolicySigner
  var vault: Vault { world.vault }

  /// A vault whose policy is signed from here on; the policy is the shop's.
  init(keyed: Bool = true) async throws {
    world = try await World()
    signer = try PolicySigner(newNamed: "example.com/policy")
    successor = try PolicySigner(newNamed: "example.com/spare")
    guard keyed else { return }
    _ = try await world.vault.loadPolicy(policy(), setting: PolicyKeyChange(to: signer.verifier))
  }

  /// A policy of the shop, signed by the holder of the key or by another; nil for unsigned.
  func policy(_ name: String = "policy", by other: PolicySigner? = nil) throws -> PolicySource {
    try RetailVault.policy(name).source.signed(by: other ?? signer)
  }

  /// The code with which a load fails, and that it changed nothing; nil if it does not fail.
  func refusal(
    _ source: PolicySource, allowOlder: Bool = false, setting key: PolicyKeyChange? = nil,
    in vault: Vault? = nil
  ) async throws -> String? {
    let before = try state()
    let code = await code {
      _ = try await (vault ?? world.vault)
        .loadPolicy(source, allowOlder: allowOlder, setting: key)
    }
    return try code == nil || state() == before ? code : "\(code ?? ""), and something changed"
  }

  private func state() throws -> [String] {
    let ledger = try world.vault.verifyLedger()
    return try ["\(ledger.root) \(ledger.rows)", "\(world.vault.policyInForceNow().number)"]
  }
}

extension PolicySource {
  /// The same with another signature beside it; nil for none.
  func with(signature: String?) -> PolicySource {
    PolicySource(
      policy: policy, places: places, sourceText: sourceText, notices: notices,
      signature: signature)
  }

  /// The same with other notices beside it, and the same signature.
  func with(notices: [VaultPolicy.Notice]) -> PolicySource {
    PolicySource(
      policy: policy, places: places, sourceText: sourceText, notices: notices,
      signature: signature)
  }

  func signed(by signer: PolicySigner) throws -> PolicySource {
    with(signature: try signer.sign(self))
  }
}
