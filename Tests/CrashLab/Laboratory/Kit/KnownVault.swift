@_spi(FixedClock) import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Glibc
import VaultModel

/// A vault with an image of its files, and with what it answers as long as nobody tampers with them.
struct KnownVault {
  let test: TestVault
  /// Where the copy is that is tampered with.
  let place: String
  let image: VaultImage
  private let panel: Panel
  private let expected: [Panel.Answer]

  /// Noon, some day.
  static let noon = Timestamp.earliest.advanced(by: .days(20_500)) ?? .earliest

  /// Makes a vault, lets `fill` fill it, and asks.
  private init(
    _ panel: Panel, _ fill: (TestVault) async throws -> Void
  ) async throws {
    test = try TestVault(policy: SmallPolicy.test(), at: Self.noon)
    try await fill(test)
    image = try VaultImage(of: test.path)
    place = test.folder + "/copy.vault"
    self.panel = panel
    try image.write(to: place)
    expected = try panel.answers(of: test.opened(at: place))
  }

  /// Five people: every table has rows of every kind, some of them in the write-ahead log alone.
  static func small() async throws -> KnownVault {
    let people = try (0..<5).map { try SubjectID("person-\($0)") }
    return try await KnownVault(Panel(of: people, requests: Request.ofTheLab)) {
      try await fill($0, people)
    }
  }

  /// Two thousand people, of whom ten are read through the guard, and then a few changes in the log.
  static func large() async throws -> KnownVault {
    let people = try (0..<2000).map { try SubjectID("person-\($0)") }
    let some = stride(from: 0, to: people.count, by: 200).map { people[$0] }
    let panel = Panel(Panel.guarded(some, Request.ofTheLab))
    return try await KnownVault(panel) { test in
      for id in people { try await test.vault.fill(id) }
      try test.vault.close()
      for id in some.prefix(4) { _ = try await test.vault.withdraw(id, purpose: "advice") }
    }
  }

  /// What the copy as it is now leads to; what the questions wrote is taken back.
  func finding() -> Panel.Finding {
    panel.compare(with: expected) { () throws(VaultError) in try test.opened(at: place) }
  }

  /// Takes back what questions write: leaves into the log, and the anchor.
  func restore() throws {
    try image.write("data.db-wal", to: place)
    try image.write("anchor", to: place)
    unsafe unlink("\(place)/data.db-shm")
  }

  /// Proves that the copy was whole again after each tampering, so that each was alone.
  func expectWhole() throws {
    try restore()
    let now = try VaultImage(of: place)
    for name in VaultImage.names where now[name] != image[name] {
      throw VaultImage.Failure(name: name, code: 0)
    }
    guard finding() == .same else { throw VaultImage.Failure(name: "answers", code: 0) }
  }

  /// Five lives in the database; then a second policy, a correction, a contact and a no in the log
  /// alone.
  private static func fill(_ test: TestVault, _ people: [SubjectID]) async throws {
    let vault = test.vault
    for id in people[0..<4] { try await vault.fill(id) }
    test.clock.advance(by: .seconds(60))
    for request in Request.ofTheLab { _ = try vault.accessNow(people[0], request) }
    _ = try await vault.withdraw(people[1], purpose: "advice")
    _ = try await vault.restrict(people[2])
    _ = try await vault.erase(people[3])
    _ = try await vault.refuse(people[4], purpose: nil)
    _ = try await vault.history(of: people[0])
    try vault.close()
    test.clock.advance(by: .seconds(60))
    _ = try await vault.loadPolicy(SmallPolicy.version(2))
    _ = try await vault.put(people[0], [NewValue(category: "size.shoe", bytes: Array("44".utf8))])
    _ = try Panel.read(vault, people[0], Request.ofTheLab[2])
    _ = try await vault.refuse(people[1], purpose: "news")
    test.clock.advance(by: .seconds(60))
  }
}

extension Request {
  /// One request for each purpose of ``SmallPolicy``; together they release every value.
  static let ofTheLab = [
    Request(actor: "shop", purpose: "advice", categories: ["size"], mode: .partial),
    Request(
      actor: "shop", purpose: "delivery", categories: ["contact.email", "size"], mode: .partial),
    Request(actor: "shop", purpose: "news", categories: ["contact.email"], channel: "email"),
  ]
}

extension Vault {
  /// Two yeses, a ground, and three values.
  func fill(_ id: SubjectID, _ word: String = "v") async throws {
    _ = try await grant(id, Grant(purpose: "advice", notice: "lab.en", method: "web-form"))
    _ = try await grant(id, Grant(purpose: "news", notice: "lab.en", method: "web-form"))
    _ = try await openGround(
      id, Ground(purpose: "delivery", reference: "R-1", end: .after(.days(30))))
    _ = try await put(
      id,
      ["contact.email", "size.shirt", "size.shoe"].map {
        NewValue(category: $0, bytes: Array("\(word) \($0)".utf8))
      })
  }
}

extension TestVault {
  /// Opens a copy of the vault with the owner's key.
  func opened(
    at path: String, _ options: Vault.Options = Vault.Options()
  ) throws(VaultError) -> Vault {
    try Vault.openNow(
      at: path, unlockedBy: .keyFile(keyFile), options: options, clock: clock)
  }
}
