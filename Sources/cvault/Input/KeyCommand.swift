import Glibc
import VaultCrypto

/// `--key-command`: a program whose standard output is the text of a key file.
enum KeyCommand {
  /// Runs it in a shell, and reads what it prints into secret memory.
  static func secret(_ command: String) throws -> SecretBytes {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw failure }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let process = try spawn(command, output: ends[1])
    close(ends[1])
    let secret: SecretBytes
    do {
      secret = try SecretInput.all(ends[0])
      close(ends[0])
    } catch {
      close(ends[0])
      _ = status(of: process)
      throw error
    }
    guard status(of: process) == 0 else { throw failure }
    return secret
  }

  private static let failure = CommandError(
    .key, "KEY_COMMAND_FAILED", "the key command failed",
    hint: "run it by hand: it prints the text of a key file and exits 0")

  private static func spawn(_ command: String, output: Int32) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // We ignore SIGPIPE; the command is to have it back.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let texts: [String] = ["/bin/sh", "-c", command]
    let words: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var process: pid_t = 0
    guard unsafe posix_spawn(&process, "/bin/sh", &actions, &attributes, words, environ) == 0 else {
      throw failure
    }
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
