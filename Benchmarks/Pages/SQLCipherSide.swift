import Glibc

/// SQLCipher in a process of its own (`sqlcipher-pages`): it takes a line on standard input for each thing to
/// do, and answers with a line.
///
/// `@unchecked Sendable`: a benchmark runs one thing at a time.
@safe
final class SQLCipherSide: Side, @unchecked Sendable {
  let name = "SQLCipher"
  let server: Int32?
  private let input: UnsafeMutablePointer<FILE>
  private let output: UnsafeMutablePointer<FILE>

  /// Starts the program at `path`.
  init(program path: String) throws {
    var (down, up): ([Int32], [Int32]) = ([0, 0], [0, 0])
    guard unsafe pipe(&down) == 0, unsafe pipe(&up) == 0 else { throw Failure(code: -1) }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, down[0], 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, up[1], 1)
    // With its copy of our end open, the child would never see us go.
    unsafe posix_spawn_file_actions_addclose(&actions, down[1])
    var process: pid_t = 0
    let spawned = unsafe path.withCString { program in
      var arguments = unsafe [strdup(program), nil]
      defer { unsafe free(arguments[0]) }
      return unsafe posix_spawn(&process, program, &actions, nil, &arguments, environ)
    }
    close(down[0])
    close(up[1])
    guard spawned == 0, let input = unsafe fdopen(down[1], "w"),
      let output = unsafe fdopen(up[0], "r")
    else { throw Failure(code: -1) }
    server = process
    unsafe self.input = input
    unsafe self.output = output
  }

  /// Closes its input, which ends it, and waits.
  deinit {
    unsafe fclose(input)
    unsafe fclose(output)
    if let server { waitpid(server, nil, 0) }
  }

  func perform(_ work: Work) throws {
    unsafe fputs(work.line + "\n", input)
    unsafe fflush(input)
    var answer = [CChar](repeating: 0, count: 64)
    guard unsafe fgets(&answer, 64, output) != nil,
      answer[0] == CChar(bitPattern: UInt8(ascii: "o"))
    else { throw Failure(code: -1) }
  }
}
