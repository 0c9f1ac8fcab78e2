import Measuring
import VaultCrypto
import VaultLedger
import VaultModel

/// What the door is made of, each part alone and in memory.
@main struct Parts {
  static func main() async throws {
    let arguments = Arguments()
    guard arguments.wants("parts", "P5", "P6") else { return }
    let count = arguments.isQuick ? 20_000 : 200_000
    var contest = Contest()
    let decisions = try Decisions()
    decisions.add(count, to: &contest)
    YesOrNoContest.add(count, to: &contest)
    try addLedger(count / 10, to: &contest)
    try await contest.run(rounds: arguments.isQuick ? 5 : 7)
    Report.head("parts", asJSON: arguments.asJSON)
    Report.print("parts", contest.entries, asJSON: arguments.asJSON, ratios: false)
    if let ratio = YesOrNoContest.ratio(in: contest) {
      let hundredths = Int((ratio * 100).rounded())
      print(
        arguments.asJSON
          ? #"{"group":"parts","name":"reasons against yes or no, hundredths","count":\#(hundredths)}"#
          : "checks with reasons take \(hundredths) % of the CPU time of yes or no alone")
    }
    let allocations = decisions.allocations(count)
    print(
      arguments.asJSON
        ? #"{"group":"parts","name":"allocations of \#(count) typed decisions","count":\#(allocations)}"#
        : "allocations of \(count) typed decisions: \(allocations)")
    for goal in decisions.goals(in: contest) { goal.tell(asJSON: arguments.asJSON) }
    guard allocations == 0 else { throw TypedDecisionAllocates() }
  }

  private static func addLedger(_ count: Int, to contest: inout Contest) throws {
    let secret = try LogSecret.random()
    let detail = LeafDetail(
      categories: ["contact.email"], permissions: [try Random.identifier()])
    contest.add("ledger append, in bundles of 256", count: count) {
      var frontier = MerkleFrontier()
      var leaves: [[UInt8]] = []
      for index in 0..<UInt64(count) {
        let leaf = Leaf(
          type: .permit, time: .earliest, transaction: 1, tag: try secret.tag(leaf: index),
          policy: 1, actor: "campaign", purpose: "news-7",
          sealed: try secret.seal(private: detail.encoded()))
        leaves.append(try leaf.encoded())
        guard leaves.count == 256 || index + 1 == UInt64(count) else { continue }
        let bundle = try LeafBundle(first: frontier.size, leaves: leaves)
        for hash in bundle.hashes { _ = frontier.append(hash) }
        leaves.removeAll(keepingCapacity: true)
      }
    }
  }
}

/// A typed decision asks for memory.
private struct TypedDecisionAllocates: Error {}

/// The benchmark does not fit the library any more.
struct StaleBenchmark: Error {}
