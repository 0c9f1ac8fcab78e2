import Glibc

/// One run of a program, from its start to its end.
public struct ProgramRun {
  /// It could not be started, or ended with another status than 0.
  public struct Failed: Error {
    /// As wait(2) tells it, or an error number.
    public let status: Int32
  }

  /// Milliseconds from the start to the end.
  public let wall: Double
  /// Milliseconds of CPU time, the loader's and the kernel's included.
  public let cpu: Double

  /// Runs the program of that name that was built beside this one; its answer goes where this one's does,
  /// or nowhere.
  public init(_ name: String, _ arguments: [String], isSilent: Bool) throws(Failed) {
    let own = CommandLine.arguments[0]
    let program = String(own.prefix(through: own.lastIndex(of: "/") ?? own.startIndex)) + name
    let start = ContinuousClock.now
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if isSilent {
      unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    }
    var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var process = pid_t()
    let code = unsafe posix_spawn(&process, program, &actions, nil, &words, environ)
    guard code == 0 else { throw Failed(status: code) }
    var (status, usage) = (Int32(), rusage())
    guard unsafe wait4(process, &status, 0, &usage) == process, status == 0 else {
      throw Failed(status: status)
    }
    wall = (ContinuousClock.now - start) / .milliseconds(1)
    cpu = Self.milliseconds(usage.ru_utime) + Self.milliseconds(usage.ru_stime)
  }

  private static func milliseconds(_ time: timeval) -> Double {
    Double(time.tv_sec) * 1000 + Double(time.tv_usec) / 1000
  }
}
