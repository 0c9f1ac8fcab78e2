// A group gathers purposes and is none.
import ConsentVault

private func use(_ vault: Vault) throws {
  #if MISTAKE
    // expect-error: instance method 'actor(_:for:)' requires that 'Reader' conform to 'Purpose'
    _ = try vault.actor(.newsroom, for: Reader.self)
  #else
    _ = try vault.actor(.newsroom, for: Reader.Digest.self)
  #endif
}
