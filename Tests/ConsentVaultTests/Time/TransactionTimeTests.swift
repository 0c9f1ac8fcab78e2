@_spi(FixedClock) import ConsentVault
import ConsentVaultTesting
import Synchronization
import Testing

@testable import ConsentVault

/// A clock that shows a list of instants, one at each look, and then another clock's.
private final class ListedClock: TimeSource {
  private let rest: SteppableClock
  private let next = Mutex<[Timestamp]>([])

  init(before rest: SteppableClock) { self.rest = rest }

  func show(_ instants: [Timestamp]) { next.withLock { $0 = instants } }

  func now() -> Timestamp {
    next.withLock { $0.isEmpty ? nil : $0.removeFirst() } ?? rest.now()
  }
}

/// What is decided within a transaction is decided at the time of its leaves.
@Suite struct TransactionTimeTests {
  private let test: TestVault
  private let clock: ListedClock
  private let vault: Vault
  private let anna = subject("anna")
  private static let end = instant("2026-01-20T10:00:00Z")

  init() async throws {
    test = try RetailVault.make()
    clock = ListedClock(before: test.clock)
    vault = try Vault.openNow(at: test.path, unlockedBy: .keyFile(test.keyFile), clock: clock)
    _ = try await test.vault.grant(
      anna, .webForm("marketing.newsletter", end: .at(Self.end)))
  }

  private func leafTime(_ leaf: UInt64?) throws -> Timestamp {
    let leaf = try #require(leaf)
    return try #require(try vault.ledger(from: leaf, limit: 1).first).time
  }

  @Test func nothingIsReleasedAfterItsEndByTheTimeOfItsLeaf() async throws {
    let before = Self.end.backed(by: .seconds(3_600))
    let after = try #require(Self.end.advanced(by: .seconds(3_600)))
    test.clock.set(to: before)
    #expect(try vault.check(anna, .newsletter).verdict == .permit)
    // Of the reader, the committer, the transaction's beginning, the decision within it.
    clock.show([before, before, after, before])
    switch try vault.accessNow(anna, .newsletter) {
    case .permitted(let disclosure):
      #expect(try leafTime(disclosure.decision.leaf) < Self.end)
    case .denied(let decision): #expect(!decision.codes.isEmpty)
    }
  }

  @Test func aCapDoesNotOpenBeforeItsSpanByTheTimesOfTheLeaves() async throws {
    guard case .permitted = try vault.accessNow(anna, .newsletter) else {
      Issue.record("the first contact is refused")
      return
    }
    let opens = try #require(RetailVault.noon.advanced(by: .days(7)))
    let early = opens.backed(by: .seconds(2))
    clock.show([early, early, early, opens])
    switch try vault.accessNow(anna, .newsletter) {
    case .permitted(let disclosure):
      #expect(try leafTime(disclosure.decision.leaf) >= opens)
    case .denied(let decision): #expect(decision.codes == ["CONTACT_TOO_SOON"])
    }
  }
}
