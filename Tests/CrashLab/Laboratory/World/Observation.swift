import ConsentVault
import VaultCrypto
import VaultLedger
import VaultModel
import VaultPolicy
import VaultStore

/// Everything that a vault says of itself at one instant, or that it should say.
struct Observation: Hashable, Sendable {
  /// By person and purpose.
  var answers: [[Truth.Answer]]
  var releases: Int
  var slots: Int
  var version: String

  /// What must be seen if the dictionary is right.
  init(_ truth: Truth, at time: Timestamp) {
    answers = truth.persons.indices.map { who in
      Purpose.allCases.map { truth.answer(who, $0, at: time) }
    }
    releases = truth.releases
    slots = truth.slots
    version = LabPolicy.version(truth.edition)
  }

  /// Looks at a vault; reading the values writes leaves of its own, so that comes last.
  init(_ vault: Vault) async throws {
    _ = try vault.verifyLedger()
    releases = try vault.ledger(limit: .max).count { $0.type == LeafType.permit.name }
    slots = try vault.keySlots().count
    version = try vault.policyInForceNow().policy.version.text
    let people = try (0..<Truth.people).map { try LabVault.subject($0) }
    answers = people.map { _ in Purpose.allCases.map { _ in .denied } }
    for (column, purpose) in Purpose.allCases.enumerated() {
      if purpose == .news {
        for (row, person) in people.enumerated() {
          let decision = try vault.check(person, purpose.request)
          answers[row][column] = decision.verdict == .permit ? .open : .denied
        }
      } else {
        var row = 0
        try await vault.access(people, purpose.request) { _, access in
          answers[row][column] = Truth.Answer(access, purpose)
          row += 1
        }
      }
    }
  }

  /// Where this permits something that none of the others does.
  func permitsMore(than others: [Observation]) -> String? {
    for (who, row) in answers.enumerated() {
      for (column, answer) in row.enumerated() where answer != .denied {
        if others.allSatisfy({ $0.answers[who][column] == .denied }) {
          return "person \(who), \(Purpose.allCases[column].rawValue)"
        }
      }
    }
    return nil
  }

  /// In what this differs from another, in words.
  func difference(from other: Observation) -> String {
    var parts: [String] = []
    for (who, (row, otherRow)) in zip(answers, other.answers).enumerated() {
      for (column, (answer, otherAnswer)) in zip(row, otherRow).enumerated()
      where answer != otherAnswer {
        parts.append(
          "person \(who) \(Purpose.allCases[column].rawValue): \(answer.summary), not "
            + otherAnswer.summary)
      }
    }
    if releases != other.releases { parts.append("releases \(releases), not \(other.releases)") }
    if slots != other.slots { parts.append("slots \(slots), not \(other.slots)") }
    if version != other.version { parts.append("policy \(version), not \(other.version)") }
    return parts.joined(separator: "; ")
  }
}

extension Truth.Answer {
  /// Without the bytes.
  fileprivate var summary: String {
    switch self {
    case .denied: "denied"
    case .open: "open"
    case .released(let values):
      "released "
        + values.map { "\($0.key) \($0.value.count) B" }.sorted().joined(separator: " ")
    }
  }
}
