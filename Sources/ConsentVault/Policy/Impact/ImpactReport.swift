import VaultPolicy

/// What a candidate policy would change if it were loaded: counts, and a few examples that name nobody.
package struct ImpactReport: Sendable {
  /// What changes for the live permissions of one purpose.
  package struct Live: Hashable, Sendable {
    package let purpose: String
    /// Its live permissions, changed or not.
    package var permissions = 0
    /// Those of which at least one point is permitted now and would be denied.
    package var newlyDenied = 0
    /// Those of which some point is permitted now and none would be.
    package var emptied = 0
    /// Those of which at least one point is denied now and would be permitted.
    package var newlyPermitted = 0
    /// Those that today's policy allows to last so long, and the candidate does not.
    package var tooLong = 0
    /// Those whose kind fits the purpose's basis now, and would not.
    package var basisMismatched = 0
    /// Points permitted now that would be denied; one of two permissions counts once.
    package var deniedPoints = 0
    /// Points denied now that would be permitted.
    package var permittedPoints = 0
    /// How often each code is a reason against a newly denied point.
    package var codes: [String: Int] = [:]

    init(_ purpose: String) { self.purpose = purpose }
  }

  /// What changes for the decisions of the ledger about one purpose.
  package struct Past: Hashable, Sendable {
    package let purpose: String
    /// Decisions that the policy in force would permit and the candidate would not.
    package var newlyDenied = 0
    /// Decisions that the policy in force would deny and the candidate would not.
    package var newlyPermitted = 0
    /// Decisions of which the ledger does not keep enough to tell.
    package var undetermined = 0
    /// How often each code is a reason against a newly denied decision.
    package var codes: [String: Int] = [:]

    init(_ purpose: String) { self.purpose = purpose }
  }

  /// One request whose answer would change; it names nobody.
  package struct Example: Hashable, Sendable {
    /// The answer under the candidate.
    package let verdict: Decision.Verdict
    package let request: Request
    /// Why it would be denied, or what denies it now.
    package let codes: [String]
    /// The leaf of the decision; nil where it is a live permission's.
    package let leaf: UInt64?
  }

  /// The policy in force.
  package let policy: Decision.PolicyReference
  package let candidate: Decision.PolicyReference
  /// Vault time at which the live permissions were asked about.
  package let time: Timestamp
  /// Purposes with live permissions, or with changes, by name.
  package internal(set) var live: [Live] = []
  /// Purposes whose past decisions would change, by name.
  package internal(set) var past: [Past] = []
  /// Decisions that the ledger holds.
  package internal(set) var decisions = 0
  /// Decisions about purposes that change, of subjects that were erased since: nobody can open them.
  package internal(set) var forgotten = 0
  /// Purposes that the candidate does not declare any more, sorted.
  package internal(set) var vanishedPurposes: [String] = []
  /// Category leaves that the candidate does not declare any more, sorted.
  package internal(set) var vanishedCategories: [String] = []
  /// A few of the requests that would be answered otherwise.
  package internal(set) var examples: [Example] = []

  init(policy: CompiledPolicy, candidate: CompiledPolicy, at time: Timestamp) {
    self.policy = Decision.PolicyReference(policy)
    self.candidate = Decision.PolicyReference(candidate)
    self.time = time
    let purposes = Set(candidate.policy.purposes.map(\.name))
    vanishedPurposes = policy.policy.purposes.map(\.name).filter { !purposes.contains($0) }
    let categories = Set(candidate.policy.categories.filter(\.isLeaf).map(\.name))
    vanishedCategories = policy.policy.categories.filter(\.isLeaf).map(\.name)
      .filter { !categories.contains($0) }
  }

  /// Whether anything would be answered otherwise, as far as it can be told.
  package var isNone: Bool {
    live.allSatisfy { $0.deniedPoints + $0.permittedPoints + $0.tooLong + $0.basisMismatched == 0 }
      && past.isEmpty && vanishedPurposes.isEmpty && vanishedCategories.isEmpty
  }
}

extension Decision.PolicyReference {
  fileprivate init(_ policy: CompiledPolicy) {
    self.init(
      name: policy.policy.name, version: policy.policy.version.text, digest: policy.digest)
  }
}
