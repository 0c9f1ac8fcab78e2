import CFaults
import ConsentVault
import Glibc
import VaultStore

/// Cuts the power while a vault of a version before page encryption is sealed.
///
/// Whatever is left is the old vault, which is refused and sealed once more, or the new one; and it knows
/// every word.
struct Conversion: Campaign {
  let name = "conversion"

  private static let steps = 12

  private func losses(_ scale: Scale) -> Int { scale == .full ? 200 : 30 }

  func run(_ seeds: ClosedRange<UInt64>, _ scale: Scale, _ report: Report) async throws {
    let live = try Folder("live")
    let image = try Folder("image")
    for seed in seeds {
      try live.empty()
      let plan = Plan(seed: seed, steps: Self.steps)
      try await Workload.run(plan, in: live.path)
      try Self.unseal(live.path)
      let before = try live.image()
      let log = try Self.record(in: live.path, seed)
      var random = SplitMix64(seed, 4)
      let places = (0..<losses(scale)).map { _ in Int.random(in: 0...log.count, using: &random) }
      for place in places.sorted() where report.point.map({ $0 == "\(place)" }) ?? true {
        var disk = Disk(base: before.files, directories: before.directories)
        for entry in log.prefix(place) { disk.apply(entry) }
        let survival = Survival.allCases[Int(random.next() % UInt64(Survival.allCases.count))]
        lastWords(report, seed, "\(place)")
        try image.hold(disk.image(survival, &random))
        report.run(under: "power loss, \(survival) survives")
        if let finding = await look(image.path, plan) {
          report.bad(finding.outcome, seed: seed, point: "\(place)", finding.detail)
        }
      }
    }
  }

  /// Puts the database in the place of the sealed one as versions before page encryption wrote it.
  private static func unseal(_ folder: String) throws {
    let lab = try LabVault(opening: folder, at: LabVault.start)
    _ = try lab.vault.store.scrub()
    let database = LabVault.path(in: folder) + "/data.db"
    let pages = try SealedPages(lab.vault.keys)
    try lab.vault.close()
    try RawDatabase(database, pages: pages).run("VACUUM INTO 'file:\(database)-plain?vfs=unix'")
    for end in ["-wal", "-shm"] { unsafe unlink(database + end) }
    guard unsafe rename(database + "-plain", database) == 0, unsafe chmod(database, 0o600) == 0
    else { throw RawDatabase.Failure(code: errno) }
    try RawDatabase(database, pages: nil).run("PRAGMA journal_mode=WAL")
    for end in ["-wal", "-shm"] { unsafe chmod(database + end, 0o600) }
  }

  private static func convert(_ folder: String) throws(VaultError) -> Bool {
    try Vault.convert(
      at: LabVault.path(in: folder), unlockedBy: .keyFile(LabVault.keyFile(in: folder)))
  }

  /// Seals the vault, and keeps what reaches the disk.
  private static func record(in folder: String, _ seed: UInt64) throws -> [LogEntry] {
    cfl_seed(seed &+ 1)
    unsafe cfl_watch(folder)
    cfl_record()
    defer {
      cfl_stop()
      unsafe cfl_watch("")
    }
    _ = try convert(folder)
    cfl_stop()
    return LogEntry.recording()
  }

  private func look(_ folder: String, _ plan: Plan) async -> Finding? {
    guard let last = plan.moments.last else { return nil }
    do throws(VaultError) {
      _ = try LabVault(opening: folder, at: last.time)
    } catch {
      guard error.code == "DATABASE_UNSEALED" else {
        return Finding(outcome: .cannotOpen, detail: "open: \(error.code)")
      }
      do throws(VaultError) {
        _ = try Self.convert(folder)
      } catch {
        return Finding(outcome: .cannotOpen, detail: "convert once more: \(error.code)")
      }
    }
    return await Judge.judge(folder, at: last.time, possible: [last.after])
  }
}
