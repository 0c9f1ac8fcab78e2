import ConsentVault
import Glibc
import PolicyTools
import VaultImport
import VaultPolicy

/// Why a command did not do what it was asked: what is printed, and the exit code.
struct CommandError: Error, Hashable, Sendable {
  let status: ExitStatus
  /// A stable name.
  let code: String
  /// One sentence, lower case, no personal data.
  let message: String
  let hint: String?
  /// Everything that is wrong with a file, if it is more than one thing.
  var problems: [PolicyProblem] = []

  init(_ status: ExitStatus, _ code: String, _ message: String, hint: String? = nil) {
    self.status = status
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// The command line, or what came on standard input, is malformed.
  static func usage(_ code: String, _ message: String, hint: String? = nil) -> CommandError {
    CommandError(.usage, code, message, hint: hint)
  }
}

extension CommandError {
  /// Puts any error into the words of the command line.
  init(_ error: any Error) {
    switch error {
    case let error as CommandError: self = error
    case let fault as PolicyFault: self.init(fault)
    case let name as UnknownName: self.init(name)
    case let error as ImportFileError: self.init(error)
    case let error as ImportMapError: self.init(error)
    case let failure as FileOutput.Failure: self.init(failure)
    default: self.init(VaultError(error))
    }
  }

  private init(_ error: VaultError) {
    let status: ExitStatus =
      switch error.kind {
      case .refused: .denied
      case .notFound: .notFound
      case .noVault: .noVault
      case .key: .key
      case .integrity: .integrity
      case .usage: .usage
      case .inputOutput: .inputOutput
      case .busy: .busy
      case .unexpected: .unexpected
      }
    self.init(status, error.code, error.description, hint: error.hint)
  }

  private init(_ fault: PolicyFault) {
    guard let first = fault.problems.first else {
      self.init(.unexpected, "INTERNAL", "something failed that should not")
      return
    }
    let status: ExitStatus =
      switch first.code {
      case .fileMissing: .notFound
      case .fileUnreadable: .inputOutput
      default: .denied
      }
    let place = first.position == nil ? "" : "\(first.place): "
    self.init(status, first.code.rawValue, "\(place)\(first.message)", hint: first.hint)
    problems = fault.problems
  }

  private init(_ unknown: UnknownName) {
    func hint(_ nearest: String?, _ kind: String) -> String {
      nearest.map { "did you mean `\($0)`?" }
        ?? "see the policy for its \(kind), such as with `cvault policy show`"
    }
    switch unknown {
    case .category(let name, let nearest):
      self.init(
        .notFound, "CATEGORY_UNKNOWN", "the policy has no category \(quoted(name))",
        hint: hint(nearest, "categories"))
    case .purpose(let name, let nearest):
      self.init(
        .notFound, "PURPOSE_UNKNOWN", "the policy has no purpose or group \(quoted(name))",
        hint: hint(nearest, "purposes"))
    }
  }

  private init(_ error: ImportFileError) {
    let status: ExitStatus =
      switch error.code {
      case .inputUnreadable where error.systemError == ENOENT: .notFound
      case .inputUnreadable, .rejectsUnwritable: .inputOutput
      default: .usage
      }
    self.init(status, error.code.rawValue, error.message, hint: error.hint)
  }

  private init(_ error: ImportMapError) {
    let first = error.problems.first
    self.init(
      .usage, first?.code.rawValue ?? "MAP_INVALID", first?.description ?? "the map does not fit",
      hint: first?.hint ?? "change the map so that it fits the file and the policy")
  }

  private init(_ failure: FileOutput.Failure) {
    self.init(
      .inputOutput, "OUTPUT_CLOSED", "the output could not be written",
      hint: "what was to be changed is changed; only the report of it is lost")
  }
}

extension CommandError {
  /// The same error with how far the command came, in the hint.
  func adding(_ remark: String) -> CommandError {
    var error = CommandError(
      status, code, message, hint: [hint, remark].compactMap { $0 }.joined(separator: "; "))
    error.problems = problems
    return error
  }

  /// The same error with another exit code.
  func with(_ status: ExitStatus) -> CommandError {
    var error = CommandError(status, code, message, hint: hint)
    error.problems = problems
    return error
  }
}
