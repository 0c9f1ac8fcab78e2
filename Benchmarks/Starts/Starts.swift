import ConsentVault
import Glibc
import Measuring

/// What one `cvault check` takes as a whole process, from its start to its end (P12).
@main struct Starts {
  static func main() throws {
    let arguments = Arguments()
    guard arguments.wants("starts", "P12") else { return }
    let folder = TemporaryFolder()
    defer { folder.remove() }
    let (vault, key) = ("\(folder.path)/one.vault", "\(folder.path)/one.key")
    try Vault.create(
      at: vault, compiledPolicy: ShopPolicy.text,
      notices: ["news.en": "We write to you about news."], keyFile: key, keepRecoveryCode: { _ in }
    ).close()
    let unlocked = ["--vault", vault, "--key-file", key]
    _ = try Run(
      [
        "grant", "customer-1", "--purpose", "news-7", "--notice", "news.en",
        "--method", "web-form",
      ] + unlocked)
    let check =
      [
        "check", "customer-1", "--purpose", "news-7", "--category", "contact.email",
        "--as", "campaign",
      ] + unlocked
    let count = arguments.isQuick ? 60 : 200
    // By turns, after one unmeasured start of each.
    _ = (try Run(["--help"]), try Run(check))
    var (helps, checks): ([Run], [Run]) = ([], [])
    for _ in 0..<count {
      helps.append(try Run(["--help"]))
      checks.append(try Run(check))
    }
    if !arguments.asJSON { print("\nstarts: \(count) of each, ms") }
    for (name, runs) in [("cvault --help", helps), ("cvault check", checks)] {
      let (wall, cpu) = (runs.map(\.wall).sorted(), runs.map(\.cpu).sorted())
      let (middle, last) = (count / 2, (count - 1) * 99 / 100)
      print(
        arguments.asJSON
          ? #"{"group":"starts","name":"\#(name)","wall_p50_ms":\#(wall[middle]),"#
            + #""wall_p99_ms":\#(wall[last]),"cpu_ms":\#(cpu[middle])}"#
          : "\(name): wall \(wall[middle]), p99 \(wall[last]); CPU \(cpu[middle])")
    }
    for (measure, figures) in [("wall", checks.map(\.wall)), ("CPU", checks.map(\.cpu))] {
      Goal(
        "P12", "cvault check, whole process, \(measure)", figures.sorted()[count / 2], "ms",
        comparedWith: "a vault of one; key file, strict, median of \(count) starts",
        .atMost(12, moonshot: 6)
      ).tell(asJSON: arguments.asJSON)
    }
  }
}

/// One run of the `cvault` that was built beside this program.
private struct Run {
  struct Failed: Error { let status: Int32 }

  /// Milliseconds from the start to the end.
  let wall: Double
  /// Milliseconds of CPU time, the kernel's and the loader's included.
  let cpu: Double

  init(_ arguments: [String]) throws {
    let program = Self.program
    let clock = ContinuousClock.now
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var process = pid_t()
    let code = unsafe posix_spawn(&process, program, &actions, nil, &words, environ)
    guard code == 0 else { throw Failed(status: code) }
    var (status, usage) = (Int32(), rusage())
    guard unsafe wait4(process, &status, 0, &usage) == process, status == 0 else {
      throw Failed(status: status)
    }
    wall = (ContinuousClock.now - clock) / .milliseconds(1)
    cpu = Self.milliseconds(usage.ru_utime) + Self.milliseconds(usage.ru_stime)
  }

  private static let program: String = {
    let own = CommandLine.arguments[0]
    return own.prefix(through: own.lastIndex(of: "/") ?? own.startIndex) + "cvault"
  }()

  private static func milliseconds(_ time: timeval) -> Double {
    Double(time.tv_sec) * 1000 + Double(time.tv_usec) / 1000
  }
}
