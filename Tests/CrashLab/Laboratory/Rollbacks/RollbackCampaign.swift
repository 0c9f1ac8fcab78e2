import ConsentVault

/// Everything put back to everything that it was before: each row, each subject with all of its
/// rows, each page, each file.
///
/// A point is the kind and what was put back. A seed takes every fourth rollback, so four in a row take
/// them all.
struct RollbackCampaign: Campaign {
  let name = "rollbacks"

  /// Rows that nothing pins, as THREAT_MODEL.md says: putting one back is told, and no failure.
  private static let unpinned: Set = ["due", "contact"]

  private static func stride(_ scale: Scale) -> UInt64 { scale == .quick ? 53 : 4 }

  func run(_ seeds: ClosedRange<UInt64>, _ scale: Scale, _ report: Report) async throws {
    let chronicle = try await Chronicle()
    let stride = Self.stride(scale)
    var number: UInt64 = 0
    for rollback in chronicle.rollbacks {
      number += 1
      let seed = seeds.first {
        report.point.map { $0 == rollback.point } ?? (number % stride == $0 % stride)
      }
      guard let seed else { continue }
      lastWords(report, seed, rollback.point)
      let finding = try chronicle.finding(after: rollback)
      report.run(under: rollback.kind)
      guard isFound(finding) else {
        let differing = try chronicle.differingTables(after: rollback.make)
        missed(finding, rollback, differing, seed: seed, report)
        continue
      }
      report.take(finding, in: rollback.kind, seed: seed, point: rollback.point)
    }
  }

  /// Whether something failed; to be denied is nothing that a rollback may lead to either.
  private func isFound(_ finding: Panel.Finding) -> Bool {
    switch finding {
    case .same, .denied(_, verifies: true), .wrong: false
    default: true
    }
  }

  /// Nothing failed; tells whether anything is lost by it.
  private func missed(
    _ finding: Panel.Finding, _ rollback: Rollback, _ differing: Set<String>, seed: UInt64,
    _ report: Report
  ) {
    if differing.isEmpty, finding == .same {
      // An older anchor, or a page or file that held the same rows before.
      report.count("\(rollback.kind) has the same rows")
    } else if !differing.isEmpty, differing.isSubset(of: Self.unpinned) {
      report.count("\(rollback.kind) not found: only \(differing.sorted().joined(separator: ", "))")
    } else {
      report.count("\(rollback.kind) NOT FOUND")
      report.bad(
        .wrongAnswer, seed: seed, point: rollback.point,
        "nobody finds it; other rows in \(differing.sorted().joined(separator: ", "))")
    }
  }
}
