import ConsentVaultTesting
import Testing
import VaultCrypto

@testable import ConsentVault

/// What the guard hands over: lent, in order, and gone at the end.
///
/// That it cannot be copied, printed or kept is the compiler's business: a `Disclosure` is noncopyable
/// and lends a `RawSpan`, so the lines that would do it do not build.
@Suite struct DisclosureTests {
  @Test func itLendsTheBytesOfWhatWasAskedFor() async throws {
    let world = try await World()
    var request = Request.styling
    request.categories = ["preference.size", "preference.style", "contact.email"]
    guard case .permitted(let disclosure) = try await world.vault.access(world.anna, request) else {
      Issue.record("it was denied")
      return
    }
    #expect(disclosure.values.map(\.category) == ["preference.size", "preference.style"])
    #expect(disclosure.values.map(\.origin) == ["volunteered", "volunteered"])
    #expect(disclosure.decision.leaf != nil)
    #expect(disclosure.decision.permissions["preference.style"] == world.styling)
    let style = disclosure.withBytes(of: "preference.style") { $0.byteCount }
    #expect(style == 5)
    // Nothing is stored there, and nothing that was not asked for is lent.
    #expect(disclosure.withBytes(of: "contact.email") { $0.byteCount } == nil)
    #expect(disclosure.withBytes(of: "order.history") { $0.byteCount } == nil)
  }

  @Test func aRefusalHoldsNoDataAndIsALeaf() async throws {
    let world = try await World()
    guard case .denied(let decision) = try await world.vault.access(world.anna, .newsletter) else {
      Issue.record("it was permitted")
      return
    }
    #expect(decision.codes == ["CONSENT_MISSING"] && decision.leaf != nil)
    let entry = try #require(try world.vault.ledger(from: decision.leaf ?? 0, limit: 1).first)
    #expect(entry.type == "access denied" && entry.actor == "campaign-engine")
  }

  @Test func aCheckReleasesNothingAndLeavesNoLeaf() async throws {
    let world = try await World()
    let size = try world.vault.statistics().ledgerSize
    #expect(try world.vault.check(world.anna, .styling).leaf == nil)
    #expect(try world.vault.check(world.anna, .newsletter).leaf == nil)
    #expect(try world.vault.statistics().ledgerSize == size)
  }

  @Test func strictIsAllOrNothingAndPartialIsWhatIsCovered() async throws {
    let world = try await World()
    _ = try await world.vault.withdraw(
      world.anna, purpose: "marketing.styling", scope: ScopeNames(categories: ["preference.size"]))
    var request = Request.styling
    request.categories = ["preference.size", "preference.style"]
    #expect(
      try await world.vault.refusal(world.anna, request)
        == ["CONSENT_WITHDRAWN", "DENIED_BY_SUBJECT"])
    request.mode = .partial
    #expect(try await world.vault.texts(world.anna, request) == ["preference.style": "plain"])
    let decision = try world.vault.check(world.anna, request)
    #expect(Set(decision.withheld.map(\.category)) == ["preference.size"])
    // Nothing covered is nothing released, in either mode.
    request.categories = ["preference.size"]
    #expect(try await world.vault.texts(world.anna, request) == nil)
  }

  @Test func aValueOfAnOriginThatIsNotCoveredIsHeldBack() async throws {
    let world = try await World()
    _ = try await world.vault.grant(
      world.anna, .webForm("marketing.styling", ScopeNames(origins: ["inferred"])))
    _ = try await world.vault.put(
      world.anna,
      [
        NewValue(category: "preference.style", key: "told", bytes: Array("plain".utf8)),
        NewValue(
          category: "preference.style", key: "guessed", bytes: Array("loud".utf8),
          origin: .inferred),
      ])
    func lent(_ mode: Request.Mode) async throws -> [String]? {
      var request = Request.styling
      request.mode = mode
      guard case .permitted(let disclosure) = try await world.vault.access(world.anna, request)
      else { return nil }
      return disclosure.values.map(\.key).sorted()
    }
    #expect(try await lent(.strict) == ["guessed", "told"])
    // What holds the guess from now on.
    _ = try await world.vault.grant(
      world.anna, .webForm("personalise.recommendations", ScopeNames(origins: ["inferred"])))
    _ = try await world.vault.revoke(world.anna, purpose: "marketing.styling", reason: "x")
    world.test.clock.advance(by: .seconds(1))
    _ = try await world.vault.grant(world.anna, .webForm("marketing.styling"))
    #expect(try await lent(.strict) == nil)
    #expect(try await world.vault.refusal(world.anna, .styling) == ["ORIGIN_NOT_CONSENTED"])
    #expect(try await lent(.partial) == ["told"])
    #expect(try world.vault.check(world.anna, .styling).codes == ["ORIGIN_NOT_CONSENTED"])
  }

  @Test func plaintextIsWipedAtItsEnd() async throws {
    let world = try await World()
    var prepared: Hearing? = try world.vault.hear(about: world.anna) {
      world.vault.inquiry(.styling, under: $0)
    }
    weak let held = prepared?.released.first
    #expect(held?.bytes.withSpan { $0.byteCount } ?? 0 > 0)
    prepared = nil
    // Nobody holds it, so its memory is wiped and given back: SecretBytes' tests look at the bytes.
    #expect(held == nil)
  }

  @Test func putReplacesWhatItNamesAndIsIdempotent() async throws {
    let world = try await World()
    let same = try await world.vault.put(
      world.anna, [NewValue(category: "preference.style", bytes: Array("plain".utf8))])
    #expect(same.stored == 0 && same.unchanged == 1 && same.leaf == nil)
    let new = try await world.vault.rectify(
      world.anna, [NewValue(category: "preference.style", bytes: Array("bold".utf8))])
    #expect(new.stored == 1 && new.changed)
    #expect(try await world.vault.texts(world.anna, .styling) == ["preference.style": "bold"])
    // All values, or none.
    let mixed = await code {
      _ = try await world.vault.put(
        world.anna,
        [
          NewValue(category: "preference.style", bytes: Array("late".utf8)),
          NewValue(category: "health.allergy", bytes: Array("nuts".utf8)),
        ])
    }
    #expect(mixed == "CONSENT_MISSING")
    #expect(try await world.vault.texts(world.anna, .styling) == ["preference.style": "bold"])
  }

  @Test func whatIsTooLargeOrMisnamedIsNotStored() async throws {
    let world = try await World()
    func put(_ category: String, _ key: String = "", count: Int = 1) async -> String? {
      await code {
        _ = try await world.vault.put(
          world.anna,
          [NewValue(category: category, key: key, bytes: [UInt8](repeating: 0, count: count))])
      }
    }
    #expect(await put("preference.style", count: 1 << 20) == nil)
    #expect(await put("preference.style", count: 1 << 20 + 1) == "VALUE_TOO_LARGE")
    #expect(await put("preference.style", "a\nb") == "KEY_INVALID")
    #expect(await put("preference") == "CATEGORY_IS_PARENT")
    #expect(await put("preferences") == "CATEGORY_UNKNOWN")
  }

  @Test func moreThanALeafCanTellOfIsNotStored() async throws {
    let world = try await World()
    let before = try world.vault.verifyLedger()
    func put(_ count: Int) async -> String? {
      let values = (0..<count).map {
        NewValue(category: "preference.style", key: "\($0)", bytes: [1])
      }
      return await code { _ = try await world.vault.put(world.anna, values) }
    }
    #expect(await put(3000) == "TOO_LARGE")
    #expect(try world.vault.verifyLedger() == before)
    #expect(try await world.vault.texts(world.anna, .styling) == ["preference.style": "plain"])
    #expect(await put(1000) == nil)
  }
}
