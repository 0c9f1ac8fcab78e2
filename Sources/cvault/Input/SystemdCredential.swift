import ArgumentParser
import VaultCrypto

/// A key file's text, encrypted by `systemd-creds` for one machine (systemd.io/CREDENTIALS).
enum SystemdCredential {
  /// What it is encrypted with.
  enum Key: String, CaseIterable, ExpressibleByArgument {
    /// The machine's TPM and its own key, as far as they are there.
    case auto
    /// The machine's own key alone, `/var/lib/systemd/credential.secret`.
    case host
  }

  /// The name under which a unit loads it; it is part of what is authenticated.
  static let name = "cvault-key"

  private static let longest = 64 << 10

  /// Encrypts a secret; its text goes through a pipe.
  static func encrypt(_ secret: borrowing SecretBytes, with key: Key) throws -> [UInt8] {
    let text = try KeyFile.text(of: secret)
    let words = ["systemd-creds", "encrypt", "--name=\(name)", "--with-key=\(key.rawValue)"]
    let sealed = try ChildProcess.output(
      of: words + ["-", "-"], input: text, limit: longest,
      failure: CommandError(
        .unexpected, "SYSTEMD_CREDS_FAILED", "systemd-creds did not encrypt the credential",
        hint: "it needs root and, for `auto`, a key or TPM of this machine; try it by hand"))
    return unsafe sealed.withBytes { unsafe Array($0) }
  }
}
