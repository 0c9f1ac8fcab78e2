import Glibc

/// The configuration file, `$XDG_CONFIG_HOME/cvault/config`.
///
/// One `name = value` a line; `#` begins a remark. It holds no secret.
struct ConfigurationFile: Sendable {
  /// One line's value.
  struct Entry: Hashable, Sendable {
    let value: String
    let line: Int
  }

  let path: String
  let entries: [Setting.Name: Entry]

  private static let largest = 64 << 10

  /// Where the file is looked for; nil if the environment names no home.
  static func path(_ environment: Environment) -> String? {
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      return "\(folder)/cvault/config"
    }
    return environment["HOME"].map { "\($0)/.config/cvault/config" }
  }

  /// Reads the file; nil if there is none.
  ///
  /// - Throws: a usage error for a line that is no setting: a misspelt one must not be passed over.
  static func read(_ environment: Environment) throws(CommandError) -> ConfigurationFile? {
    guard let path = path(environment) else { return nil }
    let bytes: [UInt8]
    do throws(FileInput.Failure) {
      bytes = try FileInput.read(path, limit: largest)
    } catch {
      guard error != .missing else { return nil }
      throw .usage(
        "CONFIG_INVALID", "the configuration file `\(path)` cannot be read",
        hint: "it is a text of at most 64 KiB")
    }
    return try ConfigurationFile(path: path, text: String(decoding: bytes, as: UTF8.self))
  }

  init(path: String, text: String) throws(CommandError) {
    self.path = path
    var entries: [Setting.Name: Entry] = [:]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let line = Self.trimmed(line)
      if line.isEmpty || line.hasPrefix("#") { continue }
      let parts = line.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let name = Setting.Name(rawValue: Self.trimmed(parts[0])),
        entries[name] == nil
      else {
        let names = Setting.Name.allCases.map(\.rawValue).joined(separator: ", ")
        throw .usage(
          "CONFIG_INVALID", "line \(index + 1) of `\(path)` is no setting",
          hint: "write `name = value`, once for each of \(names)")
      }
      entries[name] = Entry(value: Self.trimmed(parts[1]), line: index + 1)
    }
    self.entries = entries
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
