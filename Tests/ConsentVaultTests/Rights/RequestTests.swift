import ConsentVaultTesting
import Testing

@testable import ConsentVault

/// Requests to use a right: recorded, extended once, answered or refused for good.
@Suite struct RequestTests {
  @Test func aRequestIsDueAMonthAfterReceiptAndShowsWhatWasNoted() async throws {
    let world = try await World()
    let opened = try await world.vault.openRequest(
      of: world.anna, .access, received: instant("2025-12-31T08:00:00Z"), note: "T-17",
      identityCheck: "passport seen")
    #expect(opened.request.due == instant("2026-01-31T23:59:59.999Z"))
    #expect(opened.subject == "anna" && opened.request.state == .open)
    let shown = try world.vault.rightsRequest(opened.request.id)
    #expect(shown == opened)
    #expect(shown.note == "T-17" && shown.identityCheck == "passport seen")
    #expect(try world.vault.ledger(from: opened.leaf, limit: 1).first?.type == "request opened")
    _ = try world.vault.verifyLedger()
  }

  @Test func whatComesInLaterThanNowIsRefused() async throws {
    let world = try await World()
    let received = try #require(world.test.clock.now().advanced(by: .seconds(1)))
    let refused = await code {
      _ = try await world.vault.openRequest(of: world.anna, .access, received: received)
    }
    #expect(refused == "RECEIVED_IN_FUTURE")
    #expect(try world.vault.requests(all: true).isEmpty)
  }

  @Test func theListBeginsWithWhatIsDueFirst() async throws {
    let world = try await World()
    let vault = world.vault
    let late = try await vault.openRequest(of: world.anna, .access)
    let soon = try await vault.openRequest(
      of: world.ben, .erasure, received: instant("2025-12-20T08:00:00Z"))
    let done = try await vault.openRequest(
      of: world.ben, .access, received: instant("2025-12-01T08:00:00Z"))
    _ = try await vault.answerRequest(done.request.id)
    #expect(try vault.requests().map(\.request.id) == [soon.request.id, late.request.id])
    #expect(
      try vault.requests(all: true).map(\.request.id)
        == [soon.request.id, late.request.id, done.request.id])
    #expect(try vault.requests(within: .days(12)).map(\.request.id) == [soon.request.id])
    #expect(try vault.requests(within: .days(1)).isEmpty)
    world.test.clock.advance(by: .days(12))
    // What is overdue is due within any span.
    #expect(try vault.requests(within: .zero).map(\.request.id) == [soon.request.id])
  }

  @Test func itIsExtendedOnceBeforeItIsDueAndNotTooFar() async throws {
    let world = try await World()
    let vault = world.vault
    let id = try await vault.openRequest(
      of: world.anna, .access, received: instant("2025-12-31T08:00:00Z")
    ).request.id
    func extend(_ day: String?, reason: String = "many") async -> String? {
      await code {
        _ = try await vault.extendRequest(id, reason: reason, until: day.flatMap { CivilDate($0) })
      }
    }
    #expect(await extend(nil, reason: "") == "REASON_MISSING")
    // The day on which it is due already, and the one after the latest.
    #expect(await extend("2026-01-31") == "EXTENSION_INVALID")
    #expect(await extend("2026-04-01") == "EXTENSION_INVALID")
    #expect(await extend("2026-03-31") == nil)
    let entry = try vault.rightsRequest(id)
    #expect(entry.request.due == instant("2026-03-31T23:59:59.999Z"))
    #expect(entry.request.state == .extended && entry.extensionReason == "many")
    #expect(await extend(nil) == "EXTENSION_TWICE")
    _ = try vault.verifyLedger()
  }

  @Test func whatIsOverdueIsNotExtendedButAnswered() async throws {
    let world = try await World()
    let id = try await world.vault.openRequest(
      of: world.anna, .access, received: instant("2025-11-30T08:00:00Z")
    ).request.id
    let late = await code { _ = try await world.vault.extendRequest(id, reason: "many") }
    #expect(late == "EXTENSION_TOO_LATE")
    let answered = try await world.vault.answerRequest(id)
    #expect(answered.request.closed == world.test.clock.now())
  }

  @Test func anAnswerIsFinal() async throws {
    let world = try await World()
    let vault = world.vault
    let id = try await vault.openRequest(of: world.anna, .access).request.id
    _ = try await vault.answerRequest(id, identityCheck: "knows the order")
    #expect(try vault.rightsRequest(id).identityCheck == "knows the order")
    #expect(await code { _ = try await vault.answerRequest(id) } == "REQUEST_CLOSED")
    let refusal = await code {
      _ = try await vault.refuseRequest(id, because: .excessive, reason: "daily")
    }
    #expect(refusal == "REQUEST_CLOSED")
    #expect(
      await code { _ = try await vault.extendRequest(id, reason: "x") } == "REQUEST_CLOSED")
    let unknown = Identifier(high: 7, low: 7)
    #expect(await code { _ = try await vault.answerRequest(unknown) } == "REQUEST_UNKNOWN")
  }

  @Test(arguments: RightsRequestKind.allCases, RightsRefusal.allCases)
  func aRightIsRefusedOnlyForAReasonThatTheLawKnows(
    _ kind: RightsRequestKind, _ refusal: RightsRefusal
  ) async throws {
    let world = try await World()
    let id = try await world.vault.openRequest(of: world.anna, kind).request.id
    let error = await code {
      _ = try await world.vault.refuseRequest(id, because: refusal, reason: "as told")
    }
    #expect(error == (refusal.refuses(kind) ? nil : "REFUSAL_NOT_ALLOWED"))
    let entry = try world.vault.rightsRequest(id)
    #expect((entry.request.state == .refused) == refusal.refuses(kind))
    #expect(entry.refusal == (refusal.refuses(kind) ? refusal : nil))
  }

  @Test func aRefusalNeedsAReasonInWords() async throws {
    let world = try await World()
    let id = try await world.vault.openRequest(of: world.anna, .access).request.id
    let error = await code {
      _ = try await world.vault.refuseRequest(id, because: .excessive, reason: "")
    }
    #expect(error == "REASON_MISSING")
  }

  @Test func somebodyUnknownMayAskWithoutBecomingASubject() async throws {
    let world = try await World()
    let zoe = subject("zoe")
    let opened = try await world.vault.openRequest(of: zoe, .access, note: "mail of today")
    #expect(opened.subject == nil && !opened.isForgotten && opened.note == "mail of today")
    #expect(try world.vault.check(zoe, .styling).codes == ["SUBJECT_UNKNOWN"])
    _ = try world.vault.verifyLedger()
    let refused = try await world.vault.refuseRequest(
      opened.request.id, because: .identityNotVerified, reason: "we could not tell who asked")
    #expect(refused.refusal == .identityNotVerified)
    _ = try world.vault.verifyLedger()
    // Neither the id nor what was noted lies anywhere in clear.
    for page in try UnsealedPages(of: world.test).bytes {
      #expect(!String(decoding: page, as: UTF8.self).contains("mail of today"))
    }
  }

  @Test func whoeverSaidOnlyNoMayAskToo() async throws {
    let world = try await World()
    let zoe = subject("zoe")
    let path = world.test.folder + "/styling.key"
    _ = try await world.vault.issueKey(for: ["marketing.styling"], to: path)
    // A purpose's key keeps the "no" of a person, and makes no key of theirs.
    let other = try world.test.open(unlockedBy: .keyFile(path))
    _ = try await other.withdraw(zoe, purpose: nil)
    let opened = try await world.vault.openRequest(of: zoe, .access, note: "T-2")
    #expect(opened.subject == "zoe")
    #expect(try world.vault.check(zoe, .styling).codes.contains("DENIED_BY_SUBJECT"))
    _ = try world.vault.verifyLedger()
  }

  @Test func onlyAnOwnerKeepsRequests() async throws {
    let world = try await World()
    let id = try await world.vault.openRequest(of: world.anna, .access).request.id
    let path = world.test.folder + "/styling.key"
    _ = try await world.vault.issueKey(for: ["marketing.styling"], to: path)
    let vault = try world.test.open(unlockedBy: .keyFile(path))
    let codes = [
      await code { _ = try await vault.openRequest(of: world.anna, .access) },
      await code { _ = try vault.requests() }, await code { _ = try vault.rightsRequest(id) },
      await code { _ = try await vault.answerRequest(id) },
      await code { _ = try await vault.extendRequest(id, reason: "x") },
      await code { _ = try await vault.refuseRequest(id, because: .excessive, reason: "x") },
      await code { _ = try await vault.export(world.anna, as: .json) },
    ]
    #expect(codes == Array(repeating: "OWNER_KEY_NEEDED", count: 7))
    // It verifies what it cannot read.
    _ = try vault.verifyLedger()
  }

  @Test func aTextThatIsTooLongIsRefused() async throws {
    let world = try await World()
    let long = String(repeating: "x", count: 65_535)
    let error = await code {
      _ = try await world.vault.openRequest(of: world.anna, .access, note: long)
    }
    #expect(error == "TOO_LARGE")
    #expect(try world.vault.requests().isEmpty)
  }

  @Test func oneOfTwoProcessesAnswers() async throws {
    let world = try await World()
    let other = try world.test.open()
    let id = try await other.openRequest(of: world.anna, .access).request.id
    #expect(try world.vault.requests().count == 1)
    let vaults = [world.vault, other]
    let codes = await withTaskGroup(of: String?.self) { group in
      for vault in vaults {
        group.addTask { await code { _ = try await vault.answerRequest(id) } }
      }
      return await group.reduce(into: [String?]()) { $0.append($1) }
    }
    #expect(codes.compactMap { $0 } == ["REQUEST_CLOSED"])
    _ = try other.verifyLedger()
  }

  @Test func aRehearsalRecordsNothing() async throws {
    let world = try await World()
    var options = Vault.Options()
    options.isRehearsal = true
    let trial = try world.test.open(options: options)
    #expect(try await trial.openRequest(of: world.anna, .access).request.state == .open)
    #expect(try world.vault.requests(all: true).isEmpty)
  }
}
