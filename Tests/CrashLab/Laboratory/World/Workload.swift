import CFaults
import ConsentVault
import ConsentVaultTesting
import VaultModel

/// What was done to one vault, from a seed, and what had to be true after each step.
struct Workload: Sendable {
  /// One step, with the world around it.
  struct Moment: Sendable {
    let step: Step
    let time: Timestamp
    /// What is true once the step is acknowledged.
    let after: Truth
    /// Whether its acknowledgement says that it is on the disk, and all before it.
    let isSynced: Bool
  }

  /// What a vault did that its dictionary does not know.
  struct Disagreement: Error {
    let text: String
  }

  let options: Vault.Options
  var moments: [Moment] = []

  /// The mark in the recording where step `number` begins; the next one says that it is acknowledged.
  ///
  /// The vault's creation is step 0.
  static func mark(_ number: Int) -> UInt64 { UInt64(2 * number) }

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

  /// The settings of a seed: every other vault acknowledges releases before they are on the disk.
  static func options(_ seed: UInt64) -> Vault.Options {
    var options = Vault.Options()
    options.durability = seed % 2 == 0 ? .crashSafe : .strict
    return options
  }

  /// Makes a vault in an empty folder and works with it; marks each step in the recording.
  ///
  /// - Throws: ``Disagreement`` if the vault answers what is not true, with nothing broken.
  init(seed: UInt64, steps: Int, in folder: String) async throws {
    options = Self.options(seed)
    var random = SplitMix64(seed, 1)
    cfl_mark(Self.mark(0))
    let lab = try LabVault(in: folder, options: options)
    cfl_mark(Self.mark(0) + 1)
    var truth = Truth()
    moments = [Moment(step: .reopen, time: lab.clock.now(), after: truth, isSynced: true)]
    for number in 1...steps {
      lab.clock.advance(by: Self.pause(&random))
      let time = lab.clock.now()
      let step = Step.random(after: truth, at: time, &random)
      var after = truth
      let isTaken = after.apply(step, at: time)
      cfl_mark(Self.mark(number))
      let result = await lab.perform(step)
      cfl_mark(Self.mark(number) + 1)
      if let problem = Self.problem(step, result, isTaken, truth, time) {
        throw Disagreement(text: "step \(number), \(step.name): \(problem)")
      }
      // What changes nothing writes nothing, and so syncs nothing.
      let isSynced = step.isStrict && isTaken && after != truth
      truth = isTaken ? after : truth
      moments.append(Moment(step: step, time: time, after: truth, isSynced: isSynced))
    }
  }

  /// Mostly seconds; at times so short that a release may wait for its sync, or so long that something
  /// runs out.
  private static func pause(_ random: inout SplitMix64) -> TimeSpan {
    let longest: Int64 = [900, 60_000, 60_000, 6 * 86_400_000][Int(random.next() % 4)]
    return TimeSpan(milliseconds: Int64.random(in: 1...longest, using: &random)) ?? .seconds(1)
  }

  /// What is wrong with a result where nothing is broken; nil if nothing is.
  private static func problem(
    _ step: Step, _ result: LabVault.Result, _ isTaken: Bool, _ truth: Truth, _ time: Timestamp
  ) -> String? {
    switch (result, step) {
    case (.failed(let error), _): return "failed with \(error.code)"
    case (.refused(let error), _): return isTaken ? "refused with \(error.code)" : nil
    case (.answered(let answer), .access(let who, let purpose)):
      let expected = truth.answer(who, purpose, at: time)
      return answer == expected ? nil : "another answer than the dictionary's"
    default: return isTaken ? nil : "taken, and it should be refused"
    }
  }
}
