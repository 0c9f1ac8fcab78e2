import ArgumentParser
import ConsentVault
import Glibc

struct SweepCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Destroy what no permission covers any more; expiry itself needs no sweep.",
    discussion: "Ctrl-C ends it behind a whole batch. A timer needs no more than `cvault sweep`.")

  @Flag(name: [.customShort("n"), .long], help: "Count, and change nothing.") var dryRun = false
  @Option(help: ArgumentHelp("Subjects per transaction, 1 to 500.", valueName: "n")) var batch = 500
  @Option(help: ArgumentHelp("Sweep again and again.", valueName: "duration")) var every: TimeSpan?
  @Flag(help: "Accept a clock that has jumped ahead.") var confirmClock = false
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...500).contains(batch) else { throw ValidationError("--batch is from 1 to 500") }
    guard every.map({ $0 >= .seconds(1) }) ?? true else {
      throw ValidationError("--every is at least 1s")
    }
  }

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    Interruption.watch()
    guard let every else { return try await sweep(vault, session.console) }
    while true {
      let answer = try await sweep(vault, session.console)
      try session.console.write(answer)
      guard try await Self.wait(every) else {
        throw CommandError(.interrupted, "INTERRUPTED", "interrupted between two sweeps")
      }
    }
  }

  private func sweep(_ vault: Vault, _ console: Console) async throws -> Answer {
    var options = SweepOptions()
    options.batch = batch
    options.isDryRun = dryRun
    options.confirmsClock = confirmClock
    // The sweep looks for a cancelled task between its batches, and Ctrl-C cancels this one.
    let job = Task {
      try await vault.sweep(options) { report in
        console.progress(report.progress, report.json)
        if Interruption.isAsked { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
      }
    }
    let report = try await job.value
    console.endProgress()
    guard !Interruption.isAsked else {
      throw CommandError(
        .interrupted, "INTERRUPTED", "interrupted after \(report.progress)",
        hint: "what was swept is gone for good; run it again for the rest")
    }
    return report.answer
  }

  /// Waits, in steps that Ctrl-C can end; false if it did.
  private static func wait(_ span: TimeSpan) async throws -> Bool {
    let end = ContinuousClock.now + .milliseconds(span.milliseconds)
    while ContinuousClock.now < end {
      if Interruption.isAsked { return false }
      try await Task.sleep(for: min(.milliseconds(200), end - ContinuousClock.now))
    }
    return !Interruption.isAsked
  }
}

extension SweepReport {
  fileprivate var progress: String {
    "\(batches) \(batches == 1 ? "batch" : "batches"): \(expired) expired, \(erasedValues) values erased"
  }

  fileprivate var json: JSONValue {
    [
      "expired": .number(expired), "erased_values": .number(erasedValues),
      "pending_until": .described(pendingUntil), "batches": .number(batches),
      "dry_run": .flag(isDryRun), "clock": .text(clock?.rawValue),
    ]
  }

  fileprivate var answer: Answer {
    var blocks: [TextBlock] = [.sentence(isDryRun ? "would do: \(progress)" : progress)]
    switch clock {
    case .jump:
      blocks.append(.sentence("nothing was destroyed: the clock is far ahead of the newest leaf"))
      blocks.append(.sentence("hint: if the clock is right, run `cvault sweep --confirm-clock`"))
    case .behind:
      blocks.append(.sentence("nothing was destroyed: the clock is behind the vault's time"))
      blocks.append(.sentence("hint: set the clock"))
    case nil: break
    }
    if let pendingUntil {
      blocks.append(.facts([.init("next", LocalTime.text(pendingUntil))]))
    }
    return .change(json, blocks)
  }
}
