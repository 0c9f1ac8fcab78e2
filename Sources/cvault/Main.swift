import ArgumentParser
import Glibc
import VaultCrypto

/// Where the process begins.
@main
enum Main {
  static func main() async {
    do throws(CryptoError) {
      // First of all: a crash must not print what a register points to.
      try hardenProcess()
    } catch {
      ErrorText.write(CommandError(error), as: .table)
      exit(ExitStatus.unexpected.rawValue)
    }
    guard StandardDescriptors.hold() else { exit(ExitStatus.inputOutput.rawValue) }
    umask(0o077)
    // A closed output is an error of write(2), not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    let words: [String]
    do throws(CommandError) {
      words = try ProcessArguments.words()
    } catch {
      ErrorText.write(error, as: ErrorFormat.of(Array(CommandLine.arguments.dropFirst()), .process))
      exit(error.status.rawValue)
    }
    exit(await run(words).rawValue)
  }

  /// Runs one command line and writes its answer or its error.
  static func run(_ arguments: [String]) async -> ExitStatus {
    do {
      try CommandWords.check(arguments)
      var command = try CVault.parseAsRoot(arguments)
      if let leaf = command as? any LeafCommand { return try await run(leaf) }
      // A group of commands, or `help`: their own `run` asks for the help text.
      try command.run()
      return .done
    } catch {
      return tell(error, of: arguments)
    }
  }

  private static func run(_ command: any LeafCommand) async throws -> ExitStatus {
    let session = try Session(
      output: command.output, access: command.vaultOptions, environment: .process)
    let answer = try await command.answer(session)
    try session.console.write(answer)
    return answer.exitCode
  }

  /// Writes an error, or the help that was asked for.
  private static func tell(_ error: any Error, of arguments: [String]) -> ExitStatus {
    do {
      // The parser's own ways out: help and the version on standard output, errors of usage.
      switch CVault.exitCode(for: error) {
      case .success:
        try FileOutput.write(Array("\(CVault.fullMessage(for: error))\n".utf8), to: STDOUT_FILENO)
        return .done
      case .validationFailure: throw CommandWords.usageError(error)
      default: throw CommandError(error)
      }
    } catch {
      let error = CommandError(error)
      ErrorText.write(error, as: ErrorFormat.of(arguments, .process))
      return error.status
    }
  }
}
