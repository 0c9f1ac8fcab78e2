import ConsentVault
import VaultCrypto

/// The file that proves how a consent was given; the vault keeps its SHA-256, the company the file.
enum Evidence {
  private static let largest = 64 << 20

  /// The digest of a file; nil without one.
  static func digest(_ path: String?) throws(CommandError) -> Digest? {
    guard let path else { return nil }
    do throws(FileInput.Failure) {
      return SHA256.digest(of: try FileInput.read(path, limit: largest))
    } catch {
      switch error {
      case .missing:
        throw CommandError(.notFound, "FILE_MISSING", "there is no evidence file `\(path)`")
      case .unreadable:
        throw CommandError(
          .inputOutput, "INPUT_OUTPUT", "the evidence file `\(path)` cannot be read")
      case .tooLarge:
        throw .usage("TOO_LARGE", "the evidence file `\(path)` is over 64 MiB")
      }
    }
  }
}
