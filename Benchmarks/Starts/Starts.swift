import ConsentVault
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
    _ = try start(
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
    _ = (try start(["--help"]), try start(check))
    var (helps, checks): ([ProgramRun], [ProgramRun]) = ([], [])
    for _ in 0..<count {
      helps.append(try start(["--help"]))
      checks.append(try start(check))
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

  /// Runs the `cvault` that was built beside this program.
  private static func start(_ arguments: [String]) throws -> ProgramRun {
    try ProgramRun("cvault", arguments, isSilent: true)
  }
}
