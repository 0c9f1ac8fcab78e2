import ConsentVault
import Glibc
import VaultCrypto

/// The files of an export: made before anything is released, 0600, never over what is there.
struct StatementFiles {
  /// Where they lie; empty for standard output.
  let paths: [String]
  private let outputs: [StatementOutput]

  /// Standard output.
  static var standardOutput: StatementFiles {
    StatementFiles(paths: [], outputs: [StatementOutput()])
  }

  private init(paths: [String], outputs: [StatementOutput]) {
    self.paths = paths
    self.outputs = outputs
  }

  /// One new file, or several in a folder, which is made if it is not there.
  ///
  /// - Throws: a usage error if one of them exists; then none is left behind.
  static func make(
    at path: String, _ form: SubjectStatement.Form, _ scope: SubjectStatement.Scope
  ) throws -> StatementFiles {
    guard form == .csv, scope == .access else { return try make([path]) }
    guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw CommandError(
        .inputOutput, "INPUT_OUTPUT", "the folder for the export cannot be made",
        hint: "name a folder in one that exists and may be written to")
    }
    return try make(StatementCSV.names(of: scope).map { "\(path)/\($0)" })
  }

  private static func make(_ paths: [String]) throws -> StatementFiles {
    var made: [String] = []
    do {
      var outputs: [StatementOutput] = []
      for path in paths {
        outputs.append(try StatementOutput(creating: path))
        made.append(path)
      }
      return StatementFiles(paths: paths, outputs: outputs)
    } catch {
      remove(made)
      throw error
    }
  }

  /// Writes the statement; a file that could not be written to its end is taken away.
  func write(
    _ export: borrowing SubjectExport, as form: SubjectStatement.Form
  ) throws {
    do {
      switch form {
      case .json: try StatementJSON.write(export, to: outputs[0])
      case .html: try StatementHTML.write(export, to: outputs[0])
      case .csv: try StatementCSV.write(export, to: outputs)
      }
      for output in outputs { try output.finish() }
    } catch {
      remove()
      throw error
    }
  }

  /// Takes the files away again.
  func remove() { Self.remove(paths) }

  private static func remove(_ paths: [String]) {
    for path in paths { unsafe unlink(path) }
  }
}
