import Testing
import VaultModel
import VaultPolicy

@Suite("The cap on contacts")
struct ContactCapTests {
  /// Two contacts per day, asked at the tenth step with a consent that lasts.
  private func isCapped(_ contacts: [Int64], per span: TimeSpan = .days(1), channel: String? = "x")
    throws -> Bool
  {
    var policy = try SmallModel.policy()
    policy.purposes[0].contact = ContactRule(atMost: 2, per: span)
    let world = SmallModel.world([SmallModel.record(9, 12)]) {
      $0.time = SmallModel.time(10)
      $0.contacts = contacts
    }
    let request = SmallModel.request { $0.channel = channel }
    return try Engine(policy).answer(request, in: world).told.contains("CONTACT_TOO_SOON")
  }

  @Test func asManyAsAllowedCloseItAndFewerDoNot() throws {
    let recent = SmallModel.time(9)
    #expect(try isCapped([recent, recent]))
    #expect(try isCapped([recent, recent, recent]))
    #expect(try !isCapped([recent]))
    #expect(try !isCapped([]))
  }

  @Test func itOpensAgainExactlyItsSpanAfterTheOldestContact() throws {
    let oldest = SmallModel.time(4)
    #expect(try !isCapped([oldest, SmallModel.time(9)]))
    #expect(try isCapped([oldest + 1, SmallModel.time(9)]))
  }

  @Test func aContactAheadOfTheClockCounts() throws {
    #expect(try isCapped([SmallModel.time(11), SmallModel.time(30)]))
  }

  @Test func aSpanBeyondTheLastInstantNeverEnds() throws {
    #expect(try isCapped([0, 0], per: .unlimited))
  }

  @Test func aRequestWithoutAChannelIsNoContact() throws {
    let recent = SmallModel.time(9)
    #expect(try !isCapped([recent, recent], channel: nil))
  }
}
