import Measuring
import VaultCrypto
import VaultLedger
import VaultModel
import VaultPolicy

/// What the door is made of, each part alone and in memory.
@main struct Parts {
  static func main() async throws {
    let arguments = Arguments()
    guard arguments.wants("parts") else { return }
    let count = arguments.isQuick ? 20_000 : 200_000
    var contest = Contest()
    try addDecision(count, to: &contest)
    try addLedger(count / 10, to: &contest)
    try await contest.run(rounds: arguments.isQuick ? 5 : 7)
    Report.head("parts", asJSON: arguments.asJSON)
    Report.print("parts", contest.entries, asJSON: arguments.asJSON, ratios: false)
  }

  private static func addDecision(_ count: Int, to contest: inout Contest) throws {
    let policy = try Policy(canonicalJSON: ShopPolicy.text)
    var registry = Registry()
    _ = try registry.register(policy)
    let compiled = CompiledPolicy(
      policy, places: PolicyPlaces(file: "policy.json"),
      digest: SHA256.digest(of: Array(ShopPolicy.text.utf8)), number: 1, registry: registry,
      zone: { _ in nil })
    let request = Request(actor: "campaign", purpose: "news-7", categories: ["contact.email"])
    let resolved = ResolvedRequest(request, in: compiled)
    guard let terms = resolved.terms, let time = Timestamp(milliseconds: 1_790_000_000_000),
      let until = time.advanced(by: .days(90))
    else { throw StaleBenchmark() }
    let permission = Permission(
      id: try Random.identifier(), kind: .consent, purpose: terms.number,
      scope: Scope(
        categories: terms.categories, recipients: [.own], channels: [],
        origins: [.volunteered, .observed]),
      from: time, until: until, state: .given, method: ConsentMethod(rawValue: "web-form"),
      notice: SHA256.digest(of: [1]), retention: .zero, eventTime: time, recordedTime: time,
      changedTime: time, sequence: 1)
    var facts = Facts(
      subject: .active, permissions: [permission],
      time: time)
    for category in resolved.categories { facts.origins[category] = [.volunteered] }
    let stored = facts
    contest.add("decide, names resolved before", count: count) {
      for _ in 0..<count { precondition(compiled.decide(resolved, stored).isPermit) }
    }
    guard let typed = resolved.typed else { throw StaleBenchmark() }
    contest.add("decide, typed", count: count) {
      for _ in 0..<count { precondition(compiled.decide(typed, stored).isPermit) }
    }
    var bare = stored
    bare.origins = [:]
    let nothing = bare
    contest.add("decide, typed, no values", count: count) {
      for _ in 0..<count { precondition(compiled.decide(typed, nothing).isPermit) }
    }
    contest.add("resolve", count: count) {
      for _ in 0..<count { precondition(ResolvedRequest(request, in: compiled).reasons.isEmpty) }
    }
    contest.add("decide, with string names", count: count) {
      for _ in 0..<count {
        precondition(compiled.decide(ResolvedRequest(request, in: compiled), stored).isPermit)
      }
    }
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
        precondition(!bundle.encodedLeaves.isEmpty && !bundle.encodedHashes.isEmpty)
        leaves.removeAll(keepingCapacity: true)
      }
    }
  }
}

/// The benchmark does not fit the library any more.
private struct StaleBenchmark: Error {}
