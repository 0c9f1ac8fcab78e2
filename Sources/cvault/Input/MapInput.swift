import ConsentVault
import ImportFiles
import VaultCrypto
import VaultImport
import VaultPolicy

/// Reads an import map once, for what it says and for its digest.
enum MapInput {
  private static let largest = 4 << 20

  /// The map and the SHA-256 of its file.
  static func read(_ path: String) throws -> (map: ImportMap, digest: Digest) {
    let bytes = try InputFile.read(path, "the import map", limit: largest)
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw CommandError(
        .usage, "ENCODING_INVALID", "the import map `\(path)` is not text in UTF-8")
    }
    let file = path.split(separator: "/").last.map(String.init) ?? path
    do throws(PolicyFault) {
      return (try ImportMapFile.parse(text, file: file), SHA256.digest(of: bytes))
    } catch {
      // A map is the caller's own input, not a rule: malformed is a usage error.
      throw CommandError(error).with(.usage)
    }
  }
}
