import ConsentVault
import VaultModel

/// What will be done to a vault, and what has to be true after each step.
struct Plan: Sendable {
  /// One step, with the world around it.
  struct Moment: Sendable {
    let step: Step
    let time: Timestamp
    /// Whether the vault takes the step; if not, it has to refuse it.
    let isTaken: Bool
    /// What is true once the step is acknowledged.
    let after: Truth
    /// Whether its acknowledgement says that it is on the disk, and all before it.
    let isSynced: Bool
  }

  /// The settings of the vault.
  let options: Vault.Options
  /// The first is the vault's creation.
  private(set) var moments: [Moment]

  private init(_ options: Vault.Options) {
    var options = options
    // The clock is right, however long nobody has come by.
    options.clockJump = .days(36_500)
    self.options = options
    moments = [
      Moment(
        step: .reopen, time: LabVault.start, isTaken: true, after: Truth(), isSynced: true)
    ]
  }

  /// A plan from a seed; every other vault acknowledges releases before they are on the disk.
  init(seed: UInt64, steps: Int) {
    var options = Vault.Options()
    options.durability = seed % 2 == 0 ? .crashSafe : .strict
    self.init(options)
    var random = SplitMix64(seed, 1)
    for _ in 0..<steps {
      let time = now.advanced(by: Self.pause(&random)) ?? .latest
      add(Step.random(after: truth, at: time, &random), at: time)
    }
  }

  /// A plan of these steps, with a minute between two.
  init(_ steps: [Step]) {
    self.init(Vault.Options())
    for step in steps { add(step, at: now.advanced(by: .seconds(60)) ?? .latest) }
  }

  private var now: Timestamp { moments[moments.count - 1].time }
  private var truth: Truth { moments[moments.count - 1].after }

  private mutating func add(_ step: Step, at time: Timestamp) {
    var after = truth
    let isTaken = after.apply(step, at: time)
    if !isTaken { after = truth }
    // What changes nothing writes nothing, and so syncs nothing.
    let isSynced = step.isStrict && after != truth
    moments.append(
      Moment(step: step, time: time, isTaken: isTaken, after: after, isSynced: isSynced))
  }

  /// Mostly seconds; at times so short that a release may wait for its sync, or so long that something
  /// runs out.
  private static func pause(_ random: inout SplitMix64) -> TimeSpan {
    let longest: Int64 = [900, 60_000, 60_000, 6 * 86_400_000][Int(random.next() % 4)]
    return TimeSpan(milliseconds: Int64.random(in: 1...longest, using: &random)) ?? .seconds(1)
  }

  /// What may be true after a power loss, once `acknowledged` steps are: nothing acknowledged is lost,
  /// and the step after it may be there.
  ///
  /// Releases that a vault acknowledges before they are synced may be lost with those after them.
  func possible(acknowledged: Int, isOneBegun: Bool) -> ClosedRange<Int> {
    var first = acknowledged
    if options.durability == .crashSafe {
      while first > 0, !moments[first].isSynced { first -= 1 }
    }
    return first...min(acknowledged + (isOneBegun ? 1 : 0), moments.count - 1)
  }
}

extension Plan {
  /// Every kind of step once at least.
  static let tour = Plan([
    .grant(0, .offers, days: 30), .put(0, "data.a", bytes(1, 40)), .access(0, .offers),
    .grant(1, .styling, days: 20), .put(1, "data.x", bytes(2, 6_000)), .access(1, .styling),
    .openGround(2, days: 10), .put(2, "data.d", bytes(3, 10)), .access(2, .care),
    .grant(0, .news, days: 5), .access(0, .news), .access(0, .news), .access(0, .news),
    .rectify(0, "data.a", bytes(4, 50)), .put(2, "data.a", bytes(5, 5)),
    .withdraw(0, .offers), .access(0, .offers), .restrict(1), .access(1, .styling),
    .unrestrict(1), .issueKey, .loadPolicy, .refuse(2, .styling), .sweep, .reopen,
    .revoke(1, nil), .access(1, .styling), .closeGround(2), .erase(2), .access(2, .care),
    .readmit(2), .grant(2, .offers, days: 1), .scrub, .access(2, .offers), .withdraw(0, nil),
  ])

  private static func bytes(_ first: UInt8, _ count: Int) -> [UInt8] {
    (0..<count).map { first &+ UInt8(truncatingIfNeeded: $0) }
  }
}
