/// One setting: its value and who set it.
struct Setting: Hashable, Sendable {
  /// The settings there are.
  enum Name: String, CaseIterable, Sendable {
    case vault
    case anchor
    case actor
    case keyFile = "key-file"
    case format

    /// The variable that sets it, such as `CVAULT_KEY_FILE`.
    var variable: String {
      "CVAULT_\(rawValue.uppercased().split(separator: "-").joined(separator: "_"))"
    }
  }

  /// Who set a value; the first of these that says something wins.
  enum Origin: Hashable, Sendable {
    case flag
    case environment(String)
    /// The configuration file and the line in it.
    case file(String, line: Int)
    case preset
  }

  let name: Name
  let value: String?
  let origin: Origin
}

extension Setting.Origin: CustomStringConvertible {
  /// For people and programs.
  var description: String {
    switch self {
    case .flag: "flag"
    case .environment(let variable): "environment \(variable)"
    case .file(let path, let line): "file \(path):\(line)"
    case .preset: "default"
    }
  }
}
