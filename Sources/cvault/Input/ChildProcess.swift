import Glibc
import VaultCrypto

/// A program that hands over or takes a secret through pipes: never through arguments, variables or files.
enum ChildProcess {
  /// Runs a program, and reads what it prints into secret memory.
  ///
  /// - Parameters:
  ///   - words: The program, looked for in PATH, and its arguments.
  ///   - input: What it reads on standard input, at most what a pipe holds; nil leaves it ours.
  ///   - limit: The most bytes that it may print.
  ///   - failure: What is thrown if it cannot be run, or does not end with 0.
  /// - Returns: Everything that it printed.
  /// - Throws: `failure`; ``CommandError`` `KEY_UNREADABLE` if it printed too much.
  static func output(
    of words: [String], input: consuming SecretBytes? = nil, limit: Int = SecretInput.longest,
    failure: CommandError
  ) throws -> SecretBytes {
    let output = try Pipe(failure)
    let process: pid_t
    if let input = consume input {
      let pipe = try Pipe(failure)
      // Before anybody reads: it fits the pipe, so that nobody waits.
      try pipe.fill(input, failure)
      process = try spawn(words, input: pipe.reading, output: output.writing, failure)
    } else {
      process = try spawn(words, input: STDIN_FILENO, output: output.writing, failure)
    }
    output.closeWriting()
    let printed: SecretBytes
    do {
      printed = try SecretInput.all(output.reading, limit: limit)
    } catch {
      output.closeReading()
      _ = status(of: process)
      throw error
    }
    guard status(of: process) == 0 else { throw failure }
    return printed
  }

  private static func spawn(
    _ words: [String], input: Int32, output: Int32, _ failure: CommandError
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // We ignore SIGPIPE; the program is to have it back.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let texts: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe texts.forEach { unsafe free($0) } }
    var process: pid_t = 0
    guard unsafe posix_spawnp(&process, words[0], &actions, &attributes, texts, environ) == 0
    else { throw failure }
    return process
  }

  /// What the process ended with; nil if it was killed.
  private static func status(of process: pid_t) -> Int32? {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { return nil }
    }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
  }
}
