import ConsentVault
import Measuring

/// The vault against the servers that a user would pick instead, in one run (P3, P4), and GDPRbench-V on them.
///
/// `Benchmarks/servers run` starts them. What is not there is named and skipped.
@main struct Servers {
  let arguments = Arguments()
  let folder: ServerFolder

  static func main() async throws {
    guard let folder = ServerFolder() else {
      return skip("servers", "none is running; `Benchmarks/servers run` starts them")
    }
    try await Servers(folder: folder).run()
  }

  private func run() async throws {
    if folder.postgreSQLProcess == nil { Self.skip("PostgreSQL", "it does not run") }
    if folder.redisProcess == nil { Self.skip("Redis", "it does not run") }
    if arguments.wants("P3", "P4") {
      let temporary = TemporaryFolder()
      defer { temporary.remove() }
      try await Reads(arguments, folder, in: temporary.path).run()
    }
    if arguments.wants("gdpr", "P1") { try await Mixes(arguments, folder).run() }
  }

  /// Tells what was not measured.
  static func skip(_ name: String, _ reason: String) {
    print(
      Arguments().asJSON
        ? #"{"skipped":"\#(name)","reason":"\#(reason)"}"# : "skipped: \(name), \(reason)")
  }
}
