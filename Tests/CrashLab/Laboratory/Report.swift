/// Counts what one campaign tried and what came of it.
final class Report {
  /// The most failures that are told one by one; all are counted.
  private static let mostTold = 20

  let campaign: String
  let isControl: Bool
  /// The one point to try, as a failure named it; nil is all of them.
  let point: String?
  private(set) var runs = 0
  private(set) var faults: [String: Int] = [:]
  private(set) var bad: [BadOutcome: Int] = [:]
  /// The first failures.
  private(set) var failures: [Failure] = []
  /// What else is worth telling, such as how many changes a workload made.
  private(set) var figures: [String: Int] = [:]
  /// Seconds that it took by the clock on the wall.
  var seconds = 0.0
  /// Seconds of one core that it took.
  var processorSeconds = 0.0

  /// Counts for a campaign; `control` names what is broken in this build.
  init(_ campaign: any Campaign, control: String? = nil, point: String? = nil) {
    self.campaign = control.map { "\(campaign.name), \($0)" } ?? campaign.name
    self.point = point
    isControl = control != nil || campaign.isControl
  }

  /// Counts one try under a fault of this kind.
  func run(under fault: String) {
    runs += 1
    faults[fault, default: 0] += 1
  }

  func bad(_ outcome: BadOutcome, seed: UInt64, point: String, _ detail: String) {
    bad[outcome, default: 0] += 1
    guard failures.count < Self.mostTold else { return }
    failures.append(Failure(outcome: outcome, seed: seed, point: point, detail: detail))
  }

  func count(_ what: String, _ number: Int = 1) { figures[what, default: 0] += number }

  /// A campaign holds if nothing bad happened; a control, if something did.
  var holds: Bool { runs > 0 && bad.isEmpty != isControl }
}
