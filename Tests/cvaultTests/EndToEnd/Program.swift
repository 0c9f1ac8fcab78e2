import Glibc

/// The built `cvault`, run as a process of its own.
enum Program {
  /// How a run ended.
  struct Run: Sendable {
    /// The exit code, or the signal's number plus 256.
    let code: Int32
    let output: String
    let error: String
  }

  /// Where a run's standard output goes.
  enum Output: Sendable {
    case kept
    /// None: the process begins without a descriptor 1.
    case missing
    /// A pipe that nobody reads.
    case closedPipe
    /// /dev/full: every write fails with ENOSPC.
    case full
  }

  /// What may be said about a run.
  struct Options: Sendable {
    var input = ""
    var environment: [String: String] = [:]
    var folder: String?
    var output = Output.kept
    /// Sends this signal after so many milliseconds.
    var signal: (number: Int32, after: UInt32)?
  }

  /// The path of the binary: it lies beside the tests.
  static let path: String = {
    let folder = link("/proc/self/exe").split(separator: "/").dropLast().joined(separator: "/")
    return "/\(folder)/cvault"
  }()

  /// Runs it with `words` and waits for its end.
  static func run(_ words: [String], _ options: Options = Options()) throws -> Run {
    let files = try TemporaryFolder()
    try files.write("input", options.input)
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, 0, files["input"], O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, files["error"], flags, 0o600)
    var pipe: [Int32] = [-1, -1]
    switch options.output {
    case .kept:
      unsafe posix_spawn_file_actions_addopen(&actions, 1, files["output"], flags, 0o600)
    case .missing: unsafe posix_spawn_file_actions_addclose(&actions, 1)
    case .full: unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/full", O_WRONLY, 0)
    case .closedPipe:
      unsafe Glibc.pipe(&pipe)
      close(pipe[0])
      unsafe posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
    }
    // A shell changes the folder: posix_spawn's own way is not imported from glibc.
    let entry = options.folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0] } ?? []
    let process = try unsafe spawn(entry + [path] + words, options.environment, &actions)
    if pipe[1] >= 0 { close(pipe[1]) }
    if let signal = options.signal {
      usleep(signal.after * 1000)
      kill(process, signal.number)
    }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return Run(
      code: status & 0x7F == 0 ? status >> 8 & 0xFF : 256 + status & 0x7F,
      output: files.read("output"), error: files.read("error"))
  }

  private static func spawn(
    _ words: [String], _ environment: [String: String],
    _ actions: inout posix_spawn_file_actions_t
  ) throws -> pid_t {
    var variables = ["PATH": "/usr/bin:/bin", "TZ": "UTC", "HOME": "/nonexistent"]
    variables.merge(environment) { $1 }
    let arguments: [UnsafeMutablePointer<CChar>?] =
      unsafe words.map { unsafe strdup($0) } + [nil]
    let settings: [UnsafeMutablePointer<CChar>?] =
      unsafe variables.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
    defer { unsafe (arguments + settings).forEach { text in unsafe free(text) } }
    var process: pid_t = 0
    let code = unsafe posix_spawn(&process, words[0], &actions, nil, arguments, settings)
    guard code == 0 else { throw TemporaryFolder.Failure() }
    return process
  }

  private static func link(_ path: String) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink(path, &buffer, buffer.count)
    return String(decoding: buffer[..<max(0, count)].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
