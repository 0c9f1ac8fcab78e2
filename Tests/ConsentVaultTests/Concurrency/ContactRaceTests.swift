import ConsentVault
import ConsentVaultTesting
import Testing

/// Caps on contacts while many ask at once, through two vaults on one file; `Scripts/contact-race` does the
/// same with processes.
@Suite("Contacts asked for at once") struct ContactRaceTests {
  private static let people = ["anna", "ben", "carl"].map { subject($0) }
  private static let offers = Request(
    actor: "campaign-engine", purpose: "marketing.sms-offers", categories: ["contact.phone"],
    channel: "sms")
  /// What is asked, and how often the shop's policy allows it: within 7 days and within 30.
  private static let requests = [(request: Request.newsletter, cap: 1), (request: offers, cap: 2)]

  private struct Asked: Hashable, Sendable {
    let subject: SubjectID
    let request: Request
  }

  let test: TestVault
  private let vaults: [Vault]

  init() async throws {
    test = try RetailVault.make()
    for person in Self.people {
      for (request, _) in Self.requests {
        _ = try await test.vault.grant(person, .webForm(request.purpose))
      }
    }
    vaults = [test.vault, try test.open()]
  }

  /// Asks about everybody and everything `times` over, all at once; gives how often each was released.
  private func race(_ times: Int) async throws -> [Asked: Int] {
    try await withThrowingTaskGroup(of: Asked?.self) { group in
      for round in 0..<times {
        for person in Self.people {
          for (request, _) in Self.requests {
            let vault = vaults[round % 2]
            group.addTask {
              let isReleased = try await vault.refusal(person, request) == nil
              return isReleased ? Asked(subject: person, request: request) : nil
            }
          }
        }
      }
      var released: [Asked: Int] = [:]
      for try await asked in group { if let asked { released[asked, default: 0] += 1 } }
      return released
    }
  }

  private var full: [Asked: Int] {
    var full: [Asked: Int] = [:]
    for person in Self.people {
      for (request, cap) in Self.requests { full[Asked(subject: person, request: request)] = cap }
    }
    return full
  }

  @Test func exactlyAsManyAsTheCapAreReleased() async throws {
    #expect(try await race(12) == full)
    #expect(try await race(2).isEmpty)
    _ = try vaults[1].verifyLedger()
  }

  @Test func aCapOpensAgainExactlyItsSpanAfterTheOldestContact() async throws {
    #expect(try await race(4) == full)
    // A millisecond before the newsletter's seven days nothing is free; then its one place is.
    let week = instant("2026-01-17T10:00:00Z")
    test.clock.set(to: week.backed(by: TimeSpan(milliseconds: 1) ?? .zero))
    #expect(try await race(3).isEmpty)
    test.clock.set(to: week)
    let newsletters = full.filter { $0.key.request == .newsletter }
    #expect(try await race(4) == newsletters)
    // Of the two places of the offers both open at once, thirty days after both were taken.
    test.clock.set(to: instant("2026-02-09T10:00:00Z"))
    #expect(try await race(4) == full)
  }

  @Test func placesOpenOneByOneInTheOrderInWhichTheyWereTaken() async throws {
    let anna = Self.people[0]
    for hours in [0, 2] {
      test.clock.set(to: RetailVault.noon.advanced(by: .seconds(Int64(hours) * 3600)) ?? .latest)
      #expect(try await vaults[hours / 2].refusal(anna, Self.offers) == nil)
    }
    let first = instant("2026-02-09T10:00:00Z")
    #expect(try vaults[0].explain(anna, Self.offers).nextContact == first)
    test.clock.set(to: first)
    #expect(try await race(6)[Asked(subject: anna, request: Self.offers)] == 1)
    #expect(try vaults[1].explain(anna, Self.offers).nextContact == instant("2026-02-09T12:00:00Z"))
  }
}
