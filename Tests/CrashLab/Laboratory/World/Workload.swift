import CFaults
import ConsentVault
import ConsentVaultTesting
import VaultModel

/// A plan that is done to a vault, with nothing broken.
enum Workload {
  /// What a vault did that its dictionary does not know.
  struct Disagreement: Error {
    let text: String
  }

  /// The mark in the recording where step `number` begins; the next one says that it is acknowledged.
  ///
  /// The vault's creation is step 0.
  static func mark(_ number: Int) -> UInt64 { UInt64(2 * number) }

  /// Makes a vault in an empty folder and works with it; marks each step in the recording.
  ///
  /// - Throws: ``Disagreement`` if the vault answers what is not true.
  static func run(_ plan: Plan, in folder: String) async throws {
    cfl_mark(mark(0))
    let lab = try LabVault(in: folder, options: plan.options)
    cfl_mark(mark(0) + 1)
    for number in plan.moments.indices.dropFirst() {
      let moment = plan.moments[number]
      lab.clock.set(to: moment.time)
      cfl_mark(mark(number))
      let result = await lab.perform(moment.step)
      cfl_mark(mark(number) + 1)
      if let problem = problem(moment, result, before: plan.moments[number - 1].after) {
        throw Disagreement(text: "step \(number), \(moment.step.name): \(problem)")
      }
    }
  }

  /// What is wrong with a result; nil if nothing is.
  private static func problem(
    _ moment: Plan.Moment, _ result: LabVault.Result, before: Truth
  ) -> String? {
    switch (result, moment.step) {
    case (.failed(let error), _): return "failed with \(error.code)"
    case (.refused(let error), _): return moment.isTaken ? "refused with \(error.code)" : nil
    case (.answered(let answer), .access(let who, let purpose)):
      let expected = before.answer(who, purpose, at: moment.time)
      return answer == expected ? nil : "another answer than the dictionary's"
    default: return moment.isTaken ? nil : "taken, and it should be refused"
    }
  }
}
