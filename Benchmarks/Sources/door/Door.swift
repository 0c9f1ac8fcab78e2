import ConsentVault
import Measuring

/// The public door against plain SQLite: what an application pays for consent, encryption and audit.
@main struct Door {
  private let arguments = Arguments()
  private let shop: Shop
  private let raw: RawStore
  /// Every subject once, in an order that neither side's pages have.
  private let order: [SubjectID]

  static func main() async throws {
    let folder = TemporaryFolder()
    defer { folder.remove() }
    try await Door(in: folder.path).run()
  }

  private init(in folder: String) throws {
    let count = arguments.isQuick ? 1_000 : 10_000
    shop = try Shop(at: folder + "/shop.vault", count: count, durability: .crashSafe)
    raw = try RawStore(path: folder + "/raw.db")
    try raw.fill(shop.subjects.map(\.text), with: Shop.value)
    var shuffle = Shuffle(seed: 1)
    order = shop.subjects.shuffled(using: &shuffle)
  }

  private var rounds: Int { arguments.isQuick ? 5 : 7 }

  private func run() async throws {
    let writing = try await fill()
    if arguments.wants("write") { report("write", writing, ratios: false) }
    if arguments.wants("audit", "P10") { try await audit() }
    guard arguments.wants("read", "P2") else { return }
    let reading = try await read()
    report("read", reading, ratios: true)
    Goal(
      "P2", "guarded read, batch of 256", reading.ratio(of: Self.batch, to: Self.raw), "×",
      comparedWith:
        "raw SQLite, autocommit; crashSafe, \(order.count) subjects, in-process",
      .atMost(3, moonshot: 1)
    ).tell(asJSON: arguments.asJSON)
  }

  private func audit() async throws {
    let count = arguments.isQuick ? 400 : 1_600
    let contest = try await Audit(shop: shop, subjects: Array(order.prefix(count)))
      .contest(rounds: rounds)
    report("audit", contest, ratios: true)
    Audit.goal(of: contest).tell(asJSON: arguments.asJSON)
  }

  private static let raw = "raw SQLite, autocommit"
  private static let batch = "guarded, crashSafe, batch of 256"

  private func report(_ group: String, _ contest: Contest, ratios: Bool) {
    Report.head(group, asJSON: arguments.asJSON)
    Report.print(group, contest.entries, asJSON: arguments.asJSON, ratios: ratios)
  }

  /// Fills the vault, measuring as it goes.
  private func fill() async throws -> Contest {
    let filling = Filling(shop, slice: shop.subjects.count / (rounds + 1))
    var contest = Contest()
    contest.add("grant, strict, 256 at once", count: filling.slice) { try await filling.grant() }
    contest.add("put of one value, strict, 256 at once", count: filling.slice) {
      try await filling.put()
    }
    try await contest.run(rounds: rounds)
    try await filling.finish()
    return contest
  }

  private func read() async throws -> Contest {
    let names = order.map(\.text)
    let single = order.prefix(max(500, order.count / 5))
    var contest = Contest()
    contest.add(Self.raw, count: names.count) {
      var sum = 0
      for name in names { sum += try raw.value(of: name).count }
      precondition(sum == names.count * Shop.value.count)
    }
    contest.add("raw SQLite, 256 in one transaction", count: names.count) {
      var sum = 0
      for start in stride(from: 0, to: names.count, by: 256) {
        sum += try raw.values(of: names[start..<min(start + 256, names.count)])
      }
      precondition(sum == names.count * Shop.value.count)
    }
    for batch in [256, 16, 1] {
      addGuarded(batch == 1 ? single : order[...], batch: batch, to: &contest)
    }
    contest.add("guarded, crashSafe, accessNow", count: single.count) {
      var sum = 0
      for subject in single { sum += bytes(in: try shop.vault.accessNow(subject, Shop.request)) }
      precondition(sum == single.count * Shop.value.count)
    }
    contest.add("check, no leaf", count: single.count) {
      for subject in single {
        let decision = try shop.vault.check(subject, Shop.request)
        precondition(decision.verdict == .permit)
      }
    }
    // So few that their pages stay in SQLite's cache: nothing commits meanwhile.
    let few = order.prefix(20)
    contest.add("check, no leaf, everything cached", count: 100 * few.count) {
      for _ in 0..<100 {
        for subject in few {
          let decision = try shop.vault.check(subject, Shop.request)
          precondition(decision.verdict == .permit)
        }
      }
    }
    try await contest.run(rounds: rounds)
    return contest
  }

  private func addGuarded(
    _ subjects: ArraySlice<SubjectID>, batch: Int, to contest: inout Contest
  ) {
    contest.add("guarded, crashSafe, batch of \(batch)", count: subjects.count) {
      var sum = 0
      try await shop.vault.access(subjects, Shop.request, batch: batch) { _, access in
        sum += bytes(in: access)
      }
      // A denial anywhere would make the figure too good.
      precondition(sum == subjects.count * Shop.value.count)
    }
  }

  private func bytes(in access: consuming Access<AnyPurpose>) -> Int {
    switch consume access {
    case .permitted(let disclosure): disclosure.withBytes(of: 0) { $0.byteCount }
    case .denied: 0
    }
  }
}

/// How far the vault is filled; used by one thread at a time.
private final class Filling {
  let slice: Int
  private let shop: Shop
  private var granted = 0
  private var stored = 0

  init(_ shop: Shop, slice: Int) {
    self.shop = shop
    self.slice = slice
  }

  func grant() async throws {
    try await shop.grant(shop.subjects[granted..<granted + slice])
    granted += slice
  }

  func put() async throws {
    try await shop.put(shop.subjects[stored..<stored + slice])
    stored += slice
  }

  func finish() async throws {
    try await shop.grant(shop.subjects[granted...])
    try await shop.put(shop.subjects[stored...])
  }
}
