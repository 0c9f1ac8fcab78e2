import ConsentVault
import Glibc
import VaultCrypto

/// The first key of a new vault: a key file that is written now, or a passphrase.
struct NewVaultKey: ~Copyable {
  let secret: UnlockSecret
  /// The key file that was written; it is taken away again if the vault cannot be made.
  private let written: String?

  init(keyFile: String?, passphraseFile: String?, _ session: Session) throws {
    if let keyFile {
      let bytes = try SecretBytes.random(count: KeyFile.secretSize)
      // Before the vault: a vault whose key was never written down would be lost at once.
      do throws(KeyFileError) {
        try KeyFile.write(bytes, to: keyFile)
      } catch {
        throw VaultError(unwritable: keyFile, error)
      }
      secret = .keyFile(bytes)
      written = keyFile
    } else {
      secret = .passphrase(try NewPassphrase.read(passphraseFile, session))
      written = nil
    }
  }

  /// Takes a written key file away.
  func remove() {
    if let written { unsafe unlink(written) }
  }
}
