import ConsentVault
import VaultCrypto
import VaultFiles
import VaultImport

/// Reads an import map once, for what it says and for its digest.
enum MapInput {
  private static let largest = 4 << 20

  /// The map and the SHA-256 of its file.
  static func read(_ path: String) throws -> (map: ImportMap, digest: Digest) {
    let bytes: [UInt8]
    do throws(FileInput.Failure) {
      bytes = try FileInput.read(path, limit: largest)
    } catch {
      switch error {
      case .missing:
        throw CommandError(.notFound, "FILE_MISSING", "there is no import map `\(path)`")
      case .unreadable:
        throw CommandError(
          .inputOutput, "INPUT_OUTPUT", "the import map `\(path)` cannot be read")
      case .tooLarge:
        throw CommandError(.denied, "FILE_TOO_LARGE", "the import map `\(path)` is over 4 MiB")
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw CommandError(
        .denied, "ENCODING_INVALID", "the import map `\(path)` is not text in UTF-8")
    }
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return (try ImportMapFile.parse(text, file: file), SHA256.digest(of: bytes))
  }
}
