/// `--quick` for small counts, `--json` for programs, `--only NAME` for one group.
public struct Arguments {
  /// `--quick`.
  public let isQuick: Bool
  /// `--json`.
  public let asJSON: Bool
  /// The group after `--only`; nil for all.
  public let only: String?

  /// Reads the arguments of the process.
  public init() {
    let arguments = CommandLine.arguments.dropFirst()
    isQuick = arguments.contains("--quick")
    asJSON = arguments.contains("--json")
    only = arguments.firstIndex(of: "--only").flatMap { place in
      place + 1 < arguments.endIndex ? arguments[place + 1] : nil
    }
  }

  /// Whether a group is to run.
  public func wants(_ group: String) -> Bool { only.map { $0 == group } ?? true }
}
