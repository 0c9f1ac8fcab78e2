import ConsentVaultTesting
import Testing
import VaultStore

@testable import ConsentVault

/// Whoever a process keeps is listed without being read again, and as whoever reads them would list them.
@Suite struct KeptListTests {
  private let styling = "marketing.styling"

  private func keep(_ people: [SubjectID], _ request: Request = .wholeStyling, by vault: Vault)
    throws
  {
    for person in people { #expect(try vault.kept(person, request) != nil) }
  }

  /// Nine candidates, of whom no two stand alike; two are not reached.
  private func people(of world: World) async throws -> [SubjectID] {
    let vault = world.vault
    let others = (0..<7).map { subject("person-\($0)") }
    var grants = [Grant](repeating: .webForm(styling), count: others.count)
    grants[0].scope = ScopeNames(categories: ["contact.email"], channels: ["email"])
    grants[1].end = .after(.days(1))
    grants[2].scope.channels = ["in-app"]
    grants[4].scope.origins = ["inferred"]
    for (person, grant) in zip(others, grants) { _ = try await vault.grant(person, grant) }
    _ = try await vault.restrict(others[3])
    for (person, origin) in [(others[4], Origin.inferred), (others[5], .observed)] {
      _ = try await vault.put(
        person, [NewValue(category: "preference.size", bytes: [1], origin: origin)])
    }
    world.test.clock.advance(by: .days(2))
    return [world.anna, world.ben] + others
  }

  @Test(arguments: [0, 4, 5, 9])
  func whoIsKeptIsListedLikeWhoIsRead(_ number: Int) async throws {
    let world = try await World()
    let people = try await people(of: world)
    let vault = try world.test.open()
    try keep(Array(people.prefix(number)), by: vault)
    // Where most of a page have to be read they are all read together.
    #expect(try vault.listedUnread(for: styling) == (number > 4 ? Set(people.prefix(number)) : []))
    let read = try world.test.open().contactable(for: styling)
    #expect(read.count == 7 && Set(read.map(\.means)).count > 2)
    #expect(try vault.contactable(for: styling) == read)
    var paged: [Contactable] = []
    while let page = Optional(
      try vault.contactable(for: styling, limit: 2, after: paged.last?.subject)), !page.isEmpty
    { paged += page }
    #expect(paged == read)
  }

  @Test func aListKeepsNobody() async throws {
    let world = try await World()
    for _ in 0..<4 { #expect(try world.vault.contactable(for: styling).count == 2) }
    #expect(try world.vault.listedUnread(for: styling).isEmpty)
  }

  @Test func whoWasReadForFewerCategoriesIsReadAgain() async throws {
    let world = try await World()
    let people = [world.anna, world.ben]
    try keep(people, .styling, by: world.vault)
    #expect(try world.vault.listedUnread(for: styling).isEmpty)
    try keep(people, by: world.vault)
    #expect(try world.vault.listedUnread(for: styling) == Set(people))
    let other = try world.test.open()
    var more = Request.wholeStyling
    more.categories.insert("behaviour.web", at: 0)
    try keep(people, more, by: other)
    #expect(try other.listedUnread(for: styling) == Set(people))
    #expect(try other.contactable(for: styling) == world.test.open().contactable(for: styling))
  }

  private static let changes =
    TwoProcessTests.Interruption.all + [
      .init("an objection", []) { _ = try await $0.vault.object($0.anna) },
      .init("a denial of both channels", []) {
        let scope = ScopeNames(channels: ["email", "in-app"])
        _ = try await $0.vault.withdraw($0.anna, purpose: "marketing", scope: scope)
      },
    ]

  /// By another vault or its own, after everybody was kept.
  @Test(arguments: changes, [false, true])
  func whatIsAcknowledgedIsObeyedByTheNextList(
    _ change: TwoProcessTests.Interruption, byItself: Bool
  ) async throws {
    let world = try await World()
    let asked = byItself ? world.vault : try world.test.open()
    try keep([world.anna, world.ben], by: asked)
    #expect(try asked.listedUnread(for: styling) == [world.anna, world.ben])
    #expect(
      try Set(asked.contactable(for: styling).map(\.subject)) == [world.anna, world.ben])
    try await change.happen(world)
    let told = try asked.contactable(for: styling)
    #expect(!told.map(\.subject).contains(world.anna))
    #expect(try told == world.test.open().contactable(for: styling))
  }

  @Test func whatIsTakenBackIsListedAgain() async throws {
    let world = try await World()
    let other = try world.test.open()
    for _ in 0..<4 {
      try keep([world.anna, world.ben], by: other)
      _ = try await world.vault.withdraw(world.anna, purpose: styling)
      try keep([world.anna], by: other)
      #expect(try other.contactable(for: styling).map(\.subject) == [world.ben])
      // Of what is said at one instant the no stands.
      world.test.clock.advance(by: .seconds(1))
      _ = try await world.vault.grant(world.anna, .webForm(styling))
      #expect(try other.contactable(for: styling).count == 2)
    }
  }

  @Test(arguments: [false, true])
  func aNewPolicyIsObeyed(byItself: Bool) async throws {
    let world = try await World()
    let asked = byItself ? world.vault : try world.test.open()
    let purpose = "feedback.survey"
    for person in [world.anna, world.ben] {
      _ = try await world.vault.grant(person, .webForm(purpose))
    }
    var lists: Set<[Contactable]> = []
    for name in ["narrow", "short", "plain-health", "reviewed"] {
      let request = Request(
        actor: "insight", purpose: purpose,
        categories: ["contact.email", "contact.phone", "feedback.answer"], channel: "sms")
      try keep([world.anna, world.ben], request, by: asked)
      lists.insert(try asked.contactable(for: purpose))
      guard
        await code(of: { _ = try await world.vault.loadPolicy(RetailVault.policy(name).source) })
          == nil
      else { continue }
      let told = try asked.contactable(for: purpose)
      #expect(try told == world.test.open().contactable(for: purpose), "\(name)")
      lists.insert(told)
    }
    #expect(lists.count > 1, "no policy made a difference")
  }

  @Test func aContactTooManyTakesWhoIsKeptOffTheList() async throws {
    let world = try await World()
    let purpose = "marketing.newsletter"
    let people = [world.anna, world.ben]
    for person in people {
      _ = try await world.vault.grant(person, .webForm(purpose))
      _ = try await world.vault.put(
        person, [NewValue(category: "contact.email", bytes: Array("a@example.com".utf8))])
    }
    let other = try world.test.open()
    var request = Request.newsletter
    request.categories = ["contact.name", "contact.email", "preference"]
    try keep(people, request, by: other)
    #expect(try other.contactable(for: purpose).count == 2)
    #expect(try await world.vault.texts(world.anna, .newsletter) != nil)
    #expect(try other.listedUnread(for: purpose) == Set(people))
    #expect(try other.contactable(for: purpose).map(\.subject) == [world.ben])
  }

  @Test func whoIsKeptIsNamedAsTheirIdentityWasSealed() async throws {
    let world = try await World()
    let vault = world.vault
    // Not one of them is in NFC.
    let texts = ["Zoe\u{308}", "A\u{30A}sa", "\u{1100}\u{1161}\u{11A8}", "\u{212B}-\u{2126}"]
    let people = try [world.anna, world.ben] + texts.map(SubjectID.init)
    for (person, text) in zip(people.dropFirst(2), texts) {
      #expect(!person.text.utf8.elementsEqual(text.utf8))
      _ = try await vault.grant(SubjectID(text), .webForm(styling))
    }
    for text in texts { try keep([SubjectID(text)], by: vault) }
    try keep([world.anna, world.ben], by: vault)
    #expect(try vault.listedUnread(for: styling) == Set(people))
    let sealed = try people.map { person in
      let stored = try #require(try vault.store.read { try $0.subject(person) })
      return try #require(try vault.name(of: stored))
    }
    #expect(sealed.map { Array($0.utf8) } == people.map { Array($0.text.utf8) })
    let told = try vault.contactable(for: styling).map { Array($0.subject.text.utf8) }
    let read = try world.test.open().contactable(for: styling).map { Array($0.subject.text.utf8) }
    #expect(told == read && Set(told) == Set(sealed.map { Array($0.utf8) }))
  }

  /// Edits the rows of candidates so that what is kept stays kept.
  private func edit(_ sql: String, in world: World) throws {
    let raw = try world.test.raw()
    try raw.run("BEGIN")
    try raw.run(sql)
    try raw.run("UPDATE frontier SET transactions=transactions+1")
    try raw.run("COMMIT")
  }

  @Test func aRowOfNobodyIsAFailureKeptOrNot() async throws {
    let world = try await World()
    let other = try world.test.open()
    try keep([world.anna, world.ben], by: other)
    let kept = try other.dossier(world.anna, .wholeStyling)
    try edit(
      """
      INSERT INTO candidate SELECT purpose, zeroblob(16), max(shape), max(until) FROM candidate \
      GROUP BY purpose
      """, in: world)
    for vault in [other, try world.test.open()] {
      #expect(await code { _ = try vault.contactable(for: styling) } == "INTEGRITY")
    }
    #expect(try other.dossier(world.anna, .wholeStyling) === kept)
  }

  @Test func aRowThatWasAddedListsNobodyWhoseCheckIsDenied() async throws {
    let world = try await World()
    let (other, carla) = (try world.test.open(), subject("carla"))
    _ = try await world.vault.grant(carla, .webForm(styling))
    _ = try await world.vault.withdraw(carla, purpose: "marketing")
    _ = try await world.vault.restrict(world.ben)
    let people = [world.anna, world.ben, carla]
    try keep(people, by: other)
    try edit(
      """
      INSERT OR REPLACE INTO candidate \
      SELECT c.purpose, s.subject, c.shape, 9000000000000000 FROM candidate c, subject s
      """, in: world)
    #expect(try other.listedUnread(for: styling) == Set(people))
    #expect(try other.contactable(for: styling).map(\.subject) == [world.anna])
  }
}

extension Request {
  /// A stylist asks for all that the purpose may see, in another order than the policy's.
  fileprivate static let wholeStyling = Request(
    actor: "stylist", purpose: "marketing.styling",
    categories: ["order.history", "preference", "contact.email", "contact.name"],
    channel: "in-app", mode: .partial)
}
