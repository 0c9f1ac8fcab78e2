// An actor that the policy does not list for the purpose cannot ask.
import ConsentVault

private func use(_ vault: Vault) throws {
  #if MISTAKE
    // expect-error: has no member 'newsroom'
    _ = try vault.actor(.newsroom, for: Reader.Delivery.self)
  #else
    _ = try vault.actor(.distribution, for: Reader.Delivery.self)
  #endif
}
