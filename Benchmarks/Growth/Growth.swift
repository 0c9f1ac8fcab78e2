import ConsentVault
import ConsentVaultTesting
import Glibc
import Measuring

/// What operations cost as a vault grows: more people, and more permissions of each.
///
/// `--sizes 10000x1,100000x10` names other sizes: people and consents of each.
@main struct Growth {
  static func main() async throws {
    let arguments = Arguments()
    guard arguments.wants("growth") else { return }
    let usual =
      arguments.isQuick
      ? "2000x1,2000x10,10000x1" : "10000x1,10000x10,10000x100,100000x1,100000x10,1000000x1"
    let sizes = (Arguments.value(after: "--sizes") ?? usual).split(separator: ",")
    if sizes.count > 1 {
      // Each in a process of its own, so that none has the memory of the one before.
      for size in sizes {
        _ = try ProgramRun(
          "growth", ["--sizes", String(size)] + (arguments.asJSON ? ["--json"] : []),
          isSilent: false)
      }
      return
    }
    let numbers = sizes.flatMap { $0.split(separator: "x") }.compactMap { Int($0) }
    guard numbers.count == 2, numbers[0] >= 2_000, numbers[1] >= 1 else { throw NoSize() }
    let size = Size(people: numbers[0], permissions: numbers[1])
    try await size.measure(rounds: 3, asJSON: arguments.asJSON)
  }
}

/// Sizes are written as `PEOPLExPERMISSIONS`, with at least two thousand people.
private struct NoSize: Error {}

/// One size of a vault.
private struct Size {
  let people: Int
  let permissions: Int

  func measure(rounds: Int, asJSON: Bool) async throws {
    let start = CPUTime.own
    let market = try await Market(of: people, permissions: permissions)
    try market.test.vault.close()
    let taken = Double(CPUTime.own - start) / 1000 / Double(people)
    let memoryOfImport = Memory.peak
    Memory.forgetPeak()
    var contest = Contest()
    add(market, to: &contest)
    try await contest.run(rounds: rounds)
    var figures = [("import, a person", taken)]
    figures += contest.entries.map { ($0.name, $0.median) }
    let size = try market.test.vault.statistics().databaseBytes
    if !asJSON {
      print("\n\(people) people with \(permissions) consents each; CPU µs of one operation")
    }
    for (name, cost) in figures { tell(name, "cpu_us", cost, asJSON) }
    tell("file, bytes a person", "bytes", Double(size) / Double(people), asJSON)
    tell("memory at most while importing, MB", "megabytes", memoryOfImport, asJSON)
    tell("memory at most afterwards, MB", "megabytes", Memory.peak, asJSON)
  }

  private func tell(_ name: String, _ unit: String, _ value: Double, _ asJSON: Bool) {
    let rounded = (value * 100).rounded() / 100
    print(
      asJSON
        ? #"{"group":"growth","people":\#(people),"permissions":\#(permissions),"name":"\#(name)","#
          + #""\#(unit)":\#(rounded)}"#
        : "  \(name): \(rounded)")
  }

  private func add(_ market: Market, to contest: inout Contest) {
    let vault = market.test.vault
    let readers = market.readers
    contest.add("open", count: 10) { for _ in 0..<10 { _ = try market.opened() } }
    contest.add("check", count: readers.count) {
      for subject in readers {
        let decision = try vault.check(subject, Market.request)
        precondition(decision.verdict == .permit)
      }
    }
    // Some whom the vault keeps in its caches, and where there are so many, some more than it keeps.
    for few in [1_000, 20_000] where few <= readers.count {
      contest.add("guarded read, batch of 256, of \(few) people", count: few) {
        for first in stride(from: 0, to: few, by: 256) {
          try await market.read(readers[first..<min(first + 256, few)])
        }
      }
    }
    // Of people who have all the others.
    let grant = Market.grant(permissions)
    contest.add("grant, 100 at once", count: 100) {
      try await together(market) { _ = try await vault.grant($0, grant) }
    }
    contest.add("put, 100 at once", count: 100) {
      try await together(market) { _ = try await vault.put($0, [Market.value]) }
    }
    contest.add("sweep, of 500 due") { clock in
      try await clock.aside {
        _ = try await vault.sweep()
        try await market.overdue(500)
      }
      try await clock.time(
        100,
        waiting: {
          let report = try await vault.sweep()
          precondition(report.expired == 500)
        })
    }
  }

  private func together(
    _ market: Market, _ change: @escaping @Sendable (SubjectID) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        let subject = try market.somebody()
        group.addTask { try await change(subject) }
      }
      try await group.waitForAll()
    }
  }
}

/// The process's own memory.
private enum Memory {
  /// The most that was resident since the start, or since it was forgotten, in megabytes (`VmHWM`, proc(5)).
  static var peak: Double {
    guard let file = unsafe fopen("/proc/self/status", "r") else { return 0 }
    defer { unsafe fclose(file) }
    var text = [UInt8](repeating: 0, count: 8_192)
    let count = unsafe fread(&text, 1, text.count, file)
    for line in String(decoding: text.prefix(count), as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("VmHWM:") {
      return Double(line.filter(\.isNumber)).map { $0 / 1024 } ?? 0
    }
    return 0
  }

  /// Begins anew with what is resident now.
  static func forgetPeak() {
    guard let file = unsafe fopen("/proc/self/clear_refs", "w") else { return }
    unsafe fputs("5", file)
    unsafe fclose(file)
  }
}
