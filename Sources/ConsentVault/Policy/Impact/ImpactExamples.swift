/// The first request of each kind of change, and no more of them than people read.
struct ImpactExamples {
  private struct Kind: Hashable {
    let purpose: String
    let verdict: Decision.Verdict
    let codes: [String]
  }

  private static let most = 20
  private var seen: Set<Kind> = []
  private(set) var list: [ImpactReport.Example] = []

  mutating func add(
    _ verdict: Decision.Verdict, _ request: Request, _ codes: [String], leaf: UInt64? = nil
  ) {
    guard list.count < Self.most,
      seen.insert(Kind(purpose: request.purpose, verdict: verdict, codes: codes)).inserted
    else { return }
    list.append(
      ImpactReport.Example(verdict: verdict, request: request, codes: codes, leaf: leaf))
  }
}
