package import VaultCrypto

/// What opens a vault: where a secret is to be read from, never the secret itself.
public struct UnlockKey: Sendable {
  package let secret: @Sendable () throws -> UnlockSecret

  /// A secret that the caller reads in its own way.
  package init(_ secret: @escaping @Sendable () throws -> UnlockSecret) { self.secret = secret }

  /// A key file, an owner's or a purpose's; mode 0600.
  public static func keyFile(_ path: String) -> UnlockKey {
    UnlockKey { .keyFile(try KeyFile.read(path)) }
  }

  /// A file with a passphrase on its first line; mode 0600.
  public static func passphraseFile(_ path: String) -> UnlockKey {
    UnlockKey { .passphrase(try KeyFile.passphrase(path)) }
  }

  /// A file of X25519 identities of age, as `age-keygen` writes it; mode 0600.
  public static func ageIdentity(_ path: String) -> UnlockKey {
    UnlockKey { .ageIdentity(try AgeIdentity.read(path)) }
  }
}
