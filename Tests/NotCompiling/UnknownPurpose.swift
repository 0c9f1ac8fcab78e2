// A purpose that the policy does not have is no type.
import ConsentVault

private func use(_ vault: Vault) throws {
  #if MISTAKE
    // expect-error: type 'Reader' has no member 'Advertising'
    // expect-error: generic parameter 'P' could not be inferred
    _ = try vault.actor(.newsroom, for: Reader.Advertising.self)
  #else
    _ = try vault.actor(.newsroom, for: Reader.Digest.self)
  #endif
}
