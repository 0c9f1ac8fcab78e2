import ConsentVault
import ConsentVaultTesting
import Testing
import VaultLedger

/// Vault time never runs backwards, and a clock that cannot be believed opens and destroys nothing.
@Suite struct VaultTimeTests {
  /// A world whose last leaf is of this instant.
  private func current() async throws -> World {
    let world = try await World()
    _ = try await world.vault.withdraw(subject("carl"), purpose: nil)
    return world
  }

  @Test func aClockBehindTheToleranceIsRefused() async throws {
    let world = try await current()
    world.test.clock.turnBack(by: .seconds(5))
    #expect(try world.vault.check(world.anna, .styling).verdict == .permit)
    world.test.clock.turnBack(by: try #require(TimeSpan(milliseconds: 1)))
    #expect(try world.vault.check(world.anna, .styling).codes == ["CLOCK_UNTRUSTED"])
    guard case .denied(let decision) = try await world.vault.access(world.anna, .styling) else {
      Issue.record("it was permitted")
      return
    }
    #expect(decision.codes == ["CLOCK_UNTRUSTED"])
    let entry = try #require(try await world.vault.history(of: world.anna).last)
    #expect(entry.leaf == decision.leaf && entry.detail?.reasons == ["CLOCK_UNTRUSTED"])
    let put = await code {
      _ = try await world.vault.put(
        world.anna, [NewValue(category: "preference.style", bytes: [1])])
    }
    #expect(put == "CLOCK_UNTRUSTED")
  }

  @Test func theToleranceIsASetting() async throws {
    var options = Vault.Options()
    options.clockTolerance = .zero
    let world = try await current()
    let strict = try world.test.open(options: options)
    #expect(try strict.check(world.anna, .styling).verdict == .permit)
    world.test.clock.turnBack(by: try #require(TimeSpan(milliseconds: 1)))
    #expect(try strict.check(world.anna, .styling).codes == ["CLOCK_UNTRUSTED"])
  }

  @Test func vaultTimeNeverRunsBackwards() async throws {
    let world = try await current()
    let start = world.test.clock.now()
    for step in [3, -4, 2, -90, 1000, -2000, 1] as [Int64] {
      if step < 0 {
        world.test.clock.turnBack(by: .seconds(-step))
      } else {
        world.test.clock.advance(by: .seconds(step))
      }
      _ = try await world.vault.withdraw(subject("carl"), purpose: "marketing")
    }
    let times = try world.vault.ledger(limit: .max).map(\.time)
    #expect(times == times.sorted())
    let last = try #require(times.last)
    #expect(last > start)
    _ = try world.vault.verifyLedger()
    // Another process begins where this one stopped, whatever its clock says.
    world.test.clock.set(to: .earliest)
    #expect(try world.test.open().check(world.anna, .styling).time == last)
  }

  @Test func aNoIsTakenWhateverTheClockSays() async throws {
    let world = try await current()
    world.test.clock.turnBack(by: .days(100))
    let done = try await world.vault.withdraw(world.anna, purpose: nil)
    #expect(done.closed.count == 2)
    world.test.clock.advance(by: .days(101))
    #expect(try world.vault.check(world.anna, .styling).codes == ["CONSENT_WITHDRAWN"])
  }

  @Test func afterAJumpASweepDestroysNothingUntilTheClockIsConfirmed() async throws {
    let world = try await current()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    world.test.clock.advance(
      by: try #require(TimeSpan(milliseconds: TimeSpan.days(7).milliseconds + 1)))
    var report = try await world.vault.sweep()
    #expect(report.clock == .jump && report.erasedValues == 0 && report.batches == 0)
    #expect(try world.vault.report(on: world.anna).values.count == 2)
    // Deciding goes on by the clock.
    #expect(try world.vault.check(world.anna, .styling).codes == ["CONSENT_WITHDRAWN"])
    #expect(try world.vault.check(world.ben, .styling).verdict == .permit)
    var options = SweepOptions()
    options.confirmsClock = true
    report = try await world.vault.sweep(options)
    #expect(report.clock == nil && report.erasedValues == 2)
    #expect(try world.vault.report(on: world.anna).values.isEmpty)
    _ = try world.vault.verifyLedger()
  }

  @Test func sevenDaysAreNoJump() async throws {
    let world = try await current()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    world.test.clock.advance(by: .days(7))
    let report = try await world.vault.sweep()
    #expect(report.clock == nil && report.erasedValues == 2)
    #expect(try await world.vault.sweep().erasedValues == 0)
  }

  @Test func aSweepUnderAClockThatIsBehindDestroysNothing() async throws {
    let world = try await current()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    world.test.clock.turnBack(by: .seconds(6))
    let report = try await world.vault.sweep()
    #expect(report.clock == .behind && report.erasedValues == 0)
  }

  @Test func aClockDrivenIntoTheFutureIsLoweredByAnOwner() async throws {
    let world = try await current()
    let now = world.test.clock.now()
    let other = try world.test.open()
    world.test.clock.advance(by: .days(4000))
    _ = try await world.vault.withdraw(subject("carl"), purpose: nil)
    world.test.clock.set(to: now)
    let late = try world.test.open()
    for vault in [world.vault, other, late] {
      #expect(try vault.check(world.anna, .styling).codes.contains("CLOCK_UNTRUSTED"))
    }
    _ = try await world.vault.resetClock()
    for vault in [world.vault, other, late, try world.test.open()] {
      #expect(try vault.check(world.anna, .styling).verdict == .permit)
      #expect(try vault.check(world.anna, .styling).time == now)
    }
    // Whoever opened the vault in the false future does not lead it back there.
    _ = try await late.withdraw(world.ben, purpose: nil)
    #expect(try world.vault.check(world.anna, .styling).time == now)
    _ = try world.vault.verifyLedger()
  }

  @Test func whatALeafRecordedAsExpiredStaysExpired() async throws {
    let world = try await current()
    let now = world.test.clock.now()
    world.test.clock.advance(by: .days(400))
    var options = SweepOptions()
    options.confirmsClock = true
    #expect(try await world.vault.sweep(options).expired == 4)
    world.test.clock.set(to: now)
    _ = try await world.vault.resetClock()
    #expect(try world.vault.check(world.anna, .styling).codes == ["CONSENT_EXPIRED"])
  }

  @Test func theTimeOfTheAnchorCounts() async throws {
    let world = try await current()
    try world.vault.close()
    // The ledger's time is edited back; the anchor still knows better.
    let copy = try VaultCopy(of: world.test)
    try copy.raw().run("UPDATE frontier SET time=time-60000")
    world.test.clock.turnBack(by: .seconds(30))
    #expect(try copy.open().check(world.anna, .styling).codes == ["CLOCK_UNTRUSTED"])
  }

  @Test func aJumpThatOthersHaveWrittenUnderIsStillOne() async throws {
    let world = try await current()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    world.test.clock.advance(by: .days(4000))
    // Its leaf has the new time, and proves nothing about the clock.
    #expect(try await world.vault.refusal(world.ben, .styling) == ["CONSENT_EXPIRED"])
    var report = try await world.vault.sweep()
    #expect(report.clock == .jump && report.expired == 0 && report.erasedValues == 0)
    #expect(try world.vault.report(on: world.anna).values.count == 2)
    var options = SweepOptions()
    options.confirmsClock = true
    report = try await world.vault.sweep(options)
    #expect(report.clock == nil && report.expired == 2 && report.erasedValues == 4)
    #expect(try await world.vault.sweep().clock == nil)
    _ = try world.vault.verifyLedger()
  }

  @Test func anOwnerWhoResetsTheClockEndsAJump() async throws {
    let world = try await current()
    let now = world.test.clock.now()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    world.test.clock.advance(by: .days(4000))
    _ = try await world.vault.withdraw(subject("carl"), purpose: nil)
    world.test.clock.set(to: now)
    _ = try await world.vault.resetClock()
    let report = try await world.vault.sweep()
    #expect(report.clock == nil && report.expired == 0 && report.erasedValues == 2)
  }

  /// A world in which Anna said yes while the clock was a thousand days ahead, and which is back.
  private func ahead() async throws -> World {
    let world = try await current()
    let now = world.test.clock.now()
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    world.test.clock.advance(by: .days(1000))
    _ = try await world.vault.grant(world.anna, .webForm("marketing.styling"))
    world.test.clock.set(to: now)
    _ = try await world.vault.resetClock()
    #expect(try world.vault.check(world.anna, .styling).verdict == .deny)
    return world
  }

  @Test func aYesThatAWrongClockDatedAheadOpensOnceItBegins() async throws {
    let world = try await ahead()
    world.test.clock.advance(by: .days(1001))
    #expect(try world.vault.check(world.anna, .styling).verdict == .permit)
  }

  @Test func aNoIsLaterThanAYesThatAWrongClockDatedAhead() async throws {
    let world = try await ahead()
    let done = try await world.vault.withdraw(world.anna, purpose: "marketing.styling")
    #expect(done.closed.count == 1)
    world.test.clock.advance(by: .days(1001))
    #expect(try world.vault.check(world.anna, .styling).codes == ["CONSENT_WITHDRAWN"])
    _ = try world.vault.verifyLedger()
  }

  @Test func aNoToAPartIsLaterThanAYesThatAWrongClockDatedAhead() async throws {
    let world = try await ahead()
    let scope = ScopeNames(categories: ["preference.style"])
    _ = try await world.vault.refuse(world.anna, purpose: "marketing.styling", scope: scope)
    world.test.clock.advance(by: .days(1001))
    #expect(try world.vault.check(world.anna, .styling).verdict == .deny)
  }

  @Test func aRestrictionIsLaterThanAYesThatAWrongClockDatedAhead() async throws {
    let world = try await ahead()
    _ = try await world.vault.restrict(world.anna)
    world.test.clock.advance(by: .days(1001))
    #expect(try world.vault.check(world.anna, .styling).codes.contains("SUBJECT_RESTRICTED"))
  }
}
