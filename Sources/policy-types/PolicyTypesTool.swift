import FoundationEssentials
import Glibc
import PolicyFiles
import PolicyTools
import VaultPolicy

/// Writes the Swift types of a policy file; the plugin `PolicyTypes` runs it.
///
/// usage: policy-types POLICY OUTPUT
///
/// What is wrong goes to standard error as a compiler would say it. Exit: 0 written, 1 not.
@main
enum PolicyTypesTool {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
      refuse(["policy-types: error: two arguments are needed, a policy file and a file to write"])
    }
    let (policy, output) = (arguments[1], arguments[2])
    do throws(PolicyFault) {
      let source = SwiftTypes.source(of: try PolicyFile.readAlone(policy), file: policy.fileName)
      write(source, to: output)
    } catch {
      refuse(error.problems.map { $0.diagnostic(in: policy) })
    }
  }

  private static func write(_ text: String, to path: String) {
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      refuse(["\(path): error: the types of the policy cannot be written"])
    }
  }

  private static func refuse(_ lines: [String]) -> Never {
    let text = lines.map { $0 + "\n" }.joined()
    // Standard error, which nobody closes; what cannot be said there cannot be said at all.
    _ = unsafe Array(text.utf8).withUnsafeBytes { unsafe Glibc.write(2, $0.baseAddress, $0.count) }
    exit(1)
  }
}

extension PolicyProblem {
  /// `path:line:column: error: …`, as compilers write and editors read.
  fileprivate func diagnostic(in path: String) -> String {
    let place = position.map { "\(path):\($0.line):\($0.column)" } ?? path
    let hint = hint.map { "; \($0)" } ?? ""
    return "\(place): error: \(message)\(hint) [\(code.rawValue)]"
  }
}

extension String {
  fileprivate var fileName: String { split(separator: "/").last.map(String.init) ?? self }
}
