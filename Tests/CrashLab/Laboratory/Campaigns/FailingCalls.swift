import CFaults
import ConsentVault
import ConsentVaultTesting
import VaultModel

/// Makes the n-th call of each kind fail, for every n, while a plan is done to a vault.
///
/// A call that failed may have done its work or not; what was acknowledged must be there all the same, and
/// nothing may be there in part. Seeds 1 to 8 share the calls of the first plan among them, an eighth each;
/// 9 to 16 those of the second, and so on. A point is written `FAULT/N`.
struct FailingCalls: Campaign {
  let name: String
  let faults: [Fault]

  static let disk = FailingCalls(name: "failing-disk", faults: Fault.disk)
  static let memory = FailingCalls(name: "failing-memory", faults: Fault.memory)

  private static let shares: UInt64 = 8
  /// How many steps are still tried after the first that fails for good.
  private static let stepsAfterFailure = 5

  func run(_ seeds: ClosedRange<UInt64>, _ scale: Scale, _ report: Report) async throws {
    let folder = try Folder("failing")
    let memory = try Folder("failing-first")
    // What a process does once, it does before anything fails.
    try await Workload.run(Plan.tour, in: memory.path)
    for seed in seeds {
      let number = (seed - 1) / Self.shares
      let plan = number == 0 ? Plan.tour : Plan(seed: number, steps: 30)
      for (index, fault) in faults.enumerated() {
        if let point = report.point {
          let parts = point.split(separator: "/")
          guard parts.count == 2, parts[0] == fault.text, let call = UInt64(parts[1]) else {
            continue
          }
          _ = try await fail(fault, call, plan, seed, folder, report)
          continue
        }
        // A slice begins elsewhere for each fault, so that it meets other calls.
        let stride = Self.shares * (scale == .quick ? 23 : 1)
        var call = 1 + (seed - 1) % Self.shares
        if scale == .quick { call += UInt64(index) % 23 * Self.shares }
        while try await fail(fault, call, plan, seed, folder, report) { call += stride }
      }
    }
  }

  /// Does the plan with one failing call; false if there are not so many calls.
  private func fail(
    _ fault: Fault, _ call: UInt64, _ plan: Plan, _ seed: UInt64, _ folder: Folder,
    _ report: Report
  ) async throws -> Bool {
    let point = "\(fault.text)/\(call)"
    lastWords(report, seed, point)
    try folder.empty()
    cfl_seed(seed &+ 1)
    unsafe cfl_watch(folder.path)
    defer { unsafe cfl_watch("") }
    fault.arm(call)
    var trial = Trial(plan: plan, isForGood: fault.way == .forGood)
    await trial.run(in: folder.path, stepsAfterFailure: Self.stepsAfterFailure)
    guard cfl_disarm() > 0 else { return false }
    report.run(under: fault.text)
    report.count("steps that failed", trial.failures)
    for finding in trial.findings {
      report.bad(finding.outcome, seed: seed, point: point, finding.detail)
    }
    guard trial.findings.isEmpty, trial.isMade else { return true }
    if let finding = await Judge.judge(
      folder.path, at: trial.time, possible: Array(trial.possible))
    {
      report.bad(finding.outcome, seed: seed, point: point, "afterwards: " + finding.detail)
    }
    return true
  }
}

/// A plan that is done while something fails.
private struct Trial {
  let plan: Plan
  let isForGood: Bool
  /// What may be true now: with each failure there is one more way.
  private(set) var possible: Set<Truth> = [Truth()]
  private(set) var findings: [Finding] = []
  private(set) var failures = 0
  private(set) var isMade = false
  private(set) var time = LabVault.start

  init(plan: Plan, isForGood: Bool) {
    self.plan = plan
    self.isForGood = isForGood
  }

  mutating func run(in folder: String, stepsAfterFailure: Int) async {
    guard let lab = try? LabVault(in: folder, options: plan.options) else {
      failures += 1
      return
    }
    isMade = true
    for moment in plan.moments.dropFirst() {
      time = moment.time
      lab.clock.set(to: time)
      take(moment.step, await lab.perform(moment.step))
      if !findings.isEmpty { return }
      guard isForGood, failures > 0 else { continue }
      look(lab.vault)
      if failures > stepsAfterFailure { return }
    }
  }

  /// Keeps what fits a result.
  private mutating func take(_ step: Step, _ result: LabVault.Result) {
    var next: Set<Truth> = []
    for truth in possible {
      var after = truth
      let isTaken = after.apply(step, at: time)
      switch (result, step) {
      case (.failed, _): next.formUnion([truth, after])
      case (.refused, _): if !isTaken { next.insert(truth) }
      case (.answered(let answer), .access(let who, let purpose)):
        if answer == truth.answer(who, purpose, at: time) { next.insert(after) }
      default: if isTaken { next.insert(after) }
      }
    }
    if case .failed = result { failures += 1 }
    guard next.isEmpty else { return possible = next }
    findings.append(
      Finding(outcome: .wrongAnswer, detail: "\(step.name), \(step.text(of: result)): not so"))
  }

  /// A vault that cannot read may say no or fail; it may not say yes where nothing opens.
  private mutating func look(_ vault: Vault) {
    for who in 0..<Truth.people {
      for purpose in Purpose.allCases {
        guard let subject = try? LabVault.subject(who),
          let decision = try? vault.check(subject, purpose.request), decision.verdict == .permit,
          possible.allSatisfy({ $0.answer(who, purpose, at: time) == .denied })
        else { continue }
        findings.append(
          Finding(outcome: .resurrected, detail: "person \(who), \(purpose.rawValue)"))
      }
    }
  }
}

extension Step {
  /// A result in words.
  fileprivate func text(of result: LabVault.Result) -> String {
    switch result {
    case .done: "done"
    case .refused(let error): "refused with \(error.code)"
    case .failed(let error): "failed with \(error.code)"
    case .answered(let answer): answer == .denied ? "denied" : "permitted"
    }
  }
}
