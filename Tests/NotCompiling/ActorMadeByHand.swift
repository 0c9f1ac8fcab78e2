// Only a vault lets an actor ask.
import ConsentVault

private func use(_ vault: Vault) throws {
  #if MISTAKE
    // expect-error: initializer is inaccessible
    _ = VaultActor<Reader.Digest>(.newsroom, at: vault)
  #else
    _ = try vault.actor(.newsroom, for: Reader.Digest.self)
  #endif
}
