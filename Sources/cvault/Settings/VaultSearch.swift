import Glibc

/// Finds the vault that is meant when none is named: the only `*.vault` of the working directory.
enum VaultSearch {
  /// The directory's name.
  static func only(in folder: String = ".") throws(CommandError) -> String {
    let names = vaults(in: folder)
    guard let name = names.first else {
      throw CommandError(
        .noVault, "NO_VAULT", "no vault was named, and this directory holds none",
        hint: "name it with --vault or CVAULT_VAULT, or make one with `cvault init`")
    }
    guard names.count == 1 else {
      throw .usage(
        "VAULT_AMBIGUOUS", "this directory holds \(names.count) vaults",
        hint: "name the one that is meant with --vault or CVAULT_VAULT")
    }
    return name
  }

  private static func vaults(in folder: String) -> [String] {
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasSuffix(".vault"), isDirectory("\(folder)/\(name)") else { continue }
      names.append(name)
    }
    return names.sorted()
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
