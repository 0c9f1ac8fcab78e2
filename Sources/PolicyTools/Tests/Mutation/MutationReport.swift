/// What changing every term of a policy in turn showed.
package struct MutationReport: Hashable, Sendable {
  /// A change that neither the check of a policy nor any test notices.
  package struct Survivor: Hashable, Sendable {
    /// What the change does, one sentence.
    package let sentence: String
    /// `file:line:column` of the changed term; nil if the policy has no places.
    package let place: String?
    /// The test that would notice.
    package let remedy: String
  }

  /// How many changes were tried.
  package internal(set) var mutants = 0
  /// How many of them the check refuses: the changed policy does not load.
  package internal(set) var killedByCheck = 0
  /// How many load, and fail a test.
  package internal(set) var killedByTests = 0
  /// Those that load, and fail none, in the order of the policy.
  package internal(set) var survivors: [Survivor] = []

  /// How many were noticed.
  package var killed: Int { killedByCheck + killedByTests }
  /// The share of noticed changes in tenths of a percent, rounded down, so that 1,000 means all.
  package var score: Int { mutants == 0 ? 1000 : killed * 1000 / mutants }

  /// Counts one change.
  mutating func count(_ verdict: Verdict, _ survivor: @autoclosure () -> Survivor) {
    mutants += 1
    switch verdict {
    case .refused: killedByCheck += 1
    case .noticed: killedByTests += 1
    case .survived: survivors.append(survivor())
    }
  }

  /// What became of one change.
  enum Verdict {
    case refused, noticed, survived
  }
}
