@_spi(FixedClock) import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Glibc
import VaultModel
import VaultStore

/// The life of a small vault, with everything that its files and tables held after each step.
struct Chronicle {
  /// After one step.
  struct Moment {
    let image: VaultImage
    let tables: [String: RawTable]
  }

  static let tables = [
    "subject", "permission", "value", "due", "contact", "policy", "registry", "notice", "bundle",
    "frontier", "tile", "history",
  ]

  let test: TestVault
  let people: [SubjectID]
  let moments: [Moment]
  /// The end once more, its log copied back.
  let tidy: VaultImage
  private let panel: Panel
  /// What the vault answers at the end.
  private let expected: [Panel.Answer]
  /// One more anchor, that nobody puts back, as it is at the end.
  private let elsewhere: [UInt8]
  private var elsewherePath: String { test.folder + "/elsewhere.anchor" }
  /// Where copies are put back to what they were.
  let place: String

  /// The last step: what nobody has put back.
  var end: Moment { moments[moments.count - 1] }

  init() async throws {
    test = try TestVault(policy: SmallPolicy.test(), at: KnownVault.noon)
    place = test.folder + "/copy.vault"
    let people = try (0..<4).map { try SubjectID("person-\($0)") }
    self.people = people
    var moments: [Moment] = []
    for step in Self.steps(people) {
      try await step(test)
      test.clock.advance(by: .seconds(30))
      let raw = try openRaw(test.path, of: test)
      let tables = try Self.tables.map { ($0, try RawTable($0, in: raw)) }
      moments.append(
        Moment(
          image: try VaultImage(of: test.path),
          tables: Dictionary(uniqueKeysWithValues: tables)))
    }
    self.moments = moments
    try test.vault.close()
    tidy = try VaultImage(of: test.path)
    try test.vault.makeOutsideAnchor(at: test.folder + "/elsewhere.anchor")
    elsewhere = Array(
      FileManager.default.contents(atPath: test.folder + "/elsewhere.anchor") ?? Data())
    panel = Panel(of: people, requests: Request.ofTheLab)
    try moments[moments.count - 1].image.write(to: place)
    expected = try panel.answers(of: test.opened(at: place))
  }

  /// Every kind of change; the log is copied back now and then, and not at the end.
  private static func steps(
    _ people: [SubjectID]
  ) -> [@Sendable (TestVault) async throws -> Void] {
    let requests = Request.ofTheLab
    func put(_ person: Int, _ category: String, _ text: String)
      -> @Sendable (TestVault)
      async throws -> Void
    {
      let id = people[person]
      return {
        _ = try await $0.vault.put(id, [NewValue(category: category, bytes: Array(text.utf8))])
      }
    }
    return [
      { try await $0.vault.fill(people[0], "a") },
      { try await $0.vault.fill(people[1], "b") },
      { try $0.vault.close() },
      put(0, "size.shoe", "41"),
      { _ = try Panel.read($0.vault, people[0], requests[2]) },
      { _ = try Panel.read($0.vault, people[1], requests[0]) },
      { _ = try await $0.vault.history(of: people[1]) },
      { _ = try await $0.vault.withdraw(people[0], purpose: "advice") },
      { try $0.vault.close() },
      {
        _ = try await $0.vault.grant(
          people[0], Grant(purpose: "advice", notice: "lab.en", method: "web-form"))
      },
      { _ = try await $0.vault.loadPolicy(SmallPolicy.version(2)) },
      { _ = try await $0.vault.refuse(people[2], purpose: nil) },
      { _ = try await $0.vault.restrict(people[1]) },
      { try $0.vault.close() },
      { _ = try await $0.vault.unrestrict(people[1]) },
      put(1, "size.shoe", "42"),
      put(1, "size.shirt", "L"),
      { try await $0.vault.fill(people[3], "d") },
      { _ = try await $0.vault.erase(people[3]) },
      { _ = try await $0.vault.issueKey(for: ["news"], to: $0.folder + "/news.key") },
      // Whoever opens the vault now anchors the new keyring with its next change.
      { _ = try await $0.opened(at: $0.path).withdraw(people[2], purpose: "news") },
      { try $0.vault.close() },
      { _ = try await $0.vault.revoke(people[0], purpose: "news", reason: "none") },
      { _ = try Panel.read($0.vault, people[1], requests[2]) },
      { _ = try await $0.vault.sweep() },
      put(1, "size.shoe", "43"),
      { _ = try await $0.vault.withdraw(people[1], purpose: "news") },
    ]
  }

  /// What a copy leads to, once something was put back in it.
  func finding(after rollback: Rollback) throws -> Panel.Finding {
    try end.image.write(to: place)
    try rollback.make(place)
    var options = Vault.Options()
    if rollback.hasAnchorElsewhere {
      guard FileManager.default.createFile(atPath: elsewherePath, contents: Data(elsewhere)),
        unsafe chmod(elsewherePath, 0o600) == 0
      else { throw VaultImage.Failure(name: "anchor elsewhere", code: errno) }
      options.anchor = elsewherePath
    }
    return panel.compare(with: expected) { [options] () throws(VaultError) in
      try test.opened(at: place, options)
    }
  }

  /// The tables that have other rows than at the end, once `tamper` has put something back.
  func differingTables(after tamper: (String) throws -> Void) throws -> Set<String> {
    try end.image.write(to: place)
    try tamper(place)
    let raw = try openRaw(place, of: test)
    return try Set(
      Self.tables.filter { name in
        try Set(RawTable(name, in: raw).rows) != Set(end.tables[name]?.rows ?? [])
      })
  }
}
