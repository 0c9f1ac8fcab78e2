import ConsentVault
import VaultCrypto

/// The file that proves how a consent was given; the vault keeps its SHA-256, the company the file.
enum Evidence {
  private static let largest = 64 << 20

  /// The digest of a file; nil without one.
  static func digest(_ path: String?) throws(CommandError) -> Digest? {
    guard let path else { return nil }
    return SHA256.digest(
      of: try InputFile.read(
        path, "the evidence file", limit: largest, tooLarge: "TOO_LARGE"))
  }
}
