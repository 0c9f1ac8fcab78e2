/// `--quick` for small counts, `--json` for programs, `--only NAME,NAME` for some goals or groups.
public struct Arguments {
  /// `--quick`.
  public let isQuick: Bool
  /// `--json`.
  public let asJSON: Bool
  /// What stands after `--only`, parted by commas: goals (`P2`) and groups (`read`); empty for all.
  public let only: [String]

  /// Reads the arguments of the process.
  public init() {
    isQuick = CommandLine.arguments.contains("--quick")
    asJSON = CommandLine.arguments.contains("--json")
    only = (Self.value(after: "--only") ?? "").split(separator: ",").map(String.init)
  }

  /// What follows an option; nil where it is not given.
  public static func value(after option: String) -> String? {
    let arguments = CommandLine.arguments
    guard let place = arguments.firstIndex(of: option), place + 1 < arguments.count else {
      return nil
    }
    return arguments[place + 1]
  }

  /// Whether a group is to run: by one of its own names, or by that of a goal it measures.
  public func wants(_ names: String...) -> Bool {
    only.isEmpty || names.contains { only.contains($0) }
  }
}
