import CFaults
import ConsentVault
import VaultModel
import VaultStore

/// Cuts the power at points of a workload, and opens what the disk may hold then.
///
/// A point is written `K/I`: before entry K of the recording, image I of it.
struct PowerLoss: Campaign {
  /// What the campaign breaks besides.
  enum Kind: Sendable {
    /// Nothing: the vault has to hold.
    case honest
    /// The disk acknowledges syncs and does nothing.
    case lyingDisk
    /// Every commit is only consistent, not durable: `synchronous=NORMAL`.
    case unsynced
  }

  let kind: Kind
  var isControl: Bool { kind != .honest }

  var name: String {
    switch kind {
    case .honest: "power-loss"
    case .lyingDisk: "lying-disk"
    case .unsynced: "synchronous-normal"
    }
  }

  private static let steps = 40

  /// Power losses of one workload.
  private func losses(_ scale: Scale) -> Int {
    switch (kind, scale) {
    case (.honest, .full): 500
    case (.honest, .quick): 250
    case (_, .full): 100
    case (_, .quick): 40
    }
  }

  func run(_ seeds: ClosedRange<UInt64>, _ scale: Scale, _ report: Report) async throws {
    let live = try Folder("live")
    let image = try Folder("image")
    for seed in seeds {
      try live.empty()
      guard let (plan, log) = try await record(seed, in: live, report) else { continue }
      if report.point != nil { Self.tell(log) }
      let points = try points(log, seed, losses(scale), report.point)
      var disk = Disk()
      var progress = Progress()
      var next = points.startIndex
      for place in 0...log.count {
        while next < points.endIndex, points[next].place == place {
          await lose(points[next], of: plan, progress, disk, seed, image, report)
          next += 1
        }
        guard place < log.count else { break }
        // The control begins with a vault that is there: what it loses are words, not the vault.
        if progress.acknowledged != nil { disk.isLying = kind == .lyingDisk }
        disk.apply(log[place])
        progress.apply(log[place])
      }
    }
  }

  /// Works with a vault and keeps what reaches the disk.
  private func record(
    _ seed: UInt64, in live: Folder, _ report: Report
  ) async throws -> (plan: Plan, log: [LogEntry])? {
    cfl_seed(seed &+ 1)
    unsafe cfl_watch(live.path)
    cfl_weaken(kind == .unsynced ? 1 : 0)
    cfl_record()
    defer {
      cfl_stop()
      unsafe cfl_watch("")
      cfl_weaken(0)
    }
    do {
      let plan = Plan(seed: seed, steps: Self.steps)
      try await Workload.run(plan, in: live.path)
      cfl_stop()
      let log = LogEntry.recording()
      report.count("operations", log.count)
      report.count("changes", plan.moments.count)
      return (plan, log)
    } catch let disagreement as Workload.Disagreement {
      report.run(under: "none")
      report.bad(.wrongAnswer, seed: seed, point: "workload", disagreement.text)
      return nil
    }
  }

  /// Prints a recording, for whoever looks into one point of it.
  private static func tell(_ log: [LogEntry]) {
    for (place, entry) in log.enumerated() { print(place, entry.summary) }
  }

  // MARK: points

  struct Point: Hashable, Comparable {
    let place: Int
    let image: Int

    static func < (a: Self, b: Self) -> Bool { (a.place, a.image) < (b.place, b.image) }
  }

  /// Half of the points lie right behind an acknowledgement or shortly after, where a loss hurts most.
  private func points(
    _ log: [LogEntry], _ seed: UInt64, _ count: Int, _ only: String?
  ) throws -> [Point] {
    if let only {
      let parts = only.split(separator: "/").compactMap { Int($0) }
      guard parts.count == 2 else { return [] }
      return [Point(place: parts[0], image: parts[1])]
    }
    var random = SplitMix64(seed, 2)
    let acknowledgements = log.indices.filter {
      if case .mark(let number) = log[$0] { number % 2 == 1 } else { false }
    }
    return (0..<count).map { image in
      var place = Int.random(in: 0...log.count, using: &random)
      if image % 2 == 1, let near = acknowledgements.randomElement(using: &random) {
        place = min(near + 1 + Int(random.next() % 4), log.count)
      }
      return Point(place: place, image: image)
    }.sorted()
  }

  /// How far the workload was.
  struct Progress {
    /// The last step that was acknowledged; nil before the vault was made.
    var acknowledged: Int?
    var isOneBegun = false

    mutating func apply(_ entry: LogEntry) {
      guard case .mark(let number) = entry else { return }
      isOneBegun = number % 2 == 0
      if number % 2 == 1 { acknowledged = Int(number / 2) }
    }
  }

  // MARK: one power loss

  private func lose(
    _ point: Point, of plan: Plan, _ progress: Progress, _ disk: Disk, _ seed: UInt64,
    _ folder: Folder, _ report: Report
  ) async {
    var random = SplitMix64(seed, UInt64(point.place), UInt64(point.image), 3)
    let survival = Survival.allCases[Int(random.next() % UInt64(Survival.allCases.count))]
    let text = "\(point.place)/\(point.image)"
    lastWords(report, seed, text)
    cfl_seed(random.next() | 1)
    do {
      let image = disk.image(survival, &random)
      try folder.hold(image)
      let isTwice = progress.acknowledged != nil && random.one(in: 8)
      if isTwice { try folder.hold(Self.loseAgain(folder, image, survival, &random)) }
      report.run(under: "power loss\(isTwice ? ", and one more" : ""), \(survival) survives")
    } catch {
      return report.bad(.crash, seed: seed, point: text, "the laboratory failed: \(error)")
    }
    let finding = await Self.look(folder, plan, progress, &random)
    if let finding { report.bad(finding.outcome, seed: seed, point: text, finding.detail) }
  }

  /// Cuts the power once more, while the vault that is left is opened, cleared of its log and closed.
  private static func loseAgain(
    _ folder: Folder, _ image: Image, _ survival: Survival, _ random: inout SplitMix64
  ) throws -> Image {
    unsafe cfl_watch(folder.path)
    cfl_record()
    if let lab = try? LabVault(opening: folder.path, at: LabVault.start) {
      _ = try? lab.vault.store.scrub()
      try? lab.vault.close()
    }
    cfl_stop()
    unsafe cfl_watch("")
    let log = LogEntry.recording()
    var disk = Disk(base: image.files, directories: image.directories)
    for entry in log.prefix(Int.random(in: 0...log.count, using: &random)) { disk.apply(entry) }
    return disk.image(survival, &random)
  }

  private static func look(
    _ folder: Folder, _ plan: Plan, _ progress: Progress, _ random: inout SplitMix64
  ) async -> Finding? {
    guard let acknowledged = progress.acknowledged else {
      // A vault that nobody was told of may be there or not.
      _ = try? LabVault(opening: folder.path, at: LabVault.start)
      return nil
    }
    let range = plan.possible(acknowledged: acknowledged, isOneBegun: progress.isOneBegun)
    // The keyring is a file of its own; but a slot comes after its leaf, which is synced with all before.
    let possible = range.map { plan.moments[$0].after }
    let last = plan.moments[range.upperBound]
    let past = plan.moments[..<range.lowerBound].map(\.after)
    let time = last.time
    let lab: LabVault
    do throws(VaultError) {
      lab = try LabVault(opening: folder.path, at: time)
    } catch {
      return Finding(outcome: .cannotOpen, detail: "open: \(error.code)")
    }
    if let finding = await Judge.judge(lab, possible: possible, past: past) { return finding }
    guard random.one(in: 16) else { return nil }
    return await Judge.worksOn(lab)
  }
}
