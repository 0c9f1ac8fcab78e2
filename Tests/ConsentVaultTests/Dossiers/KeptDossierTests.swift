import ConsentVaultTesting
import Testing
import VaultLedger
import VaultStore

@testable import ConsentVault

/// What a process keeps of a subject is what it would read: never older than the ledger that it reads.
@Suite struct KeptDossierTests {
  private func bytes(_ text: String) -> [NewValue] {
    [NewValue(category: "preference.style", bytes: Array(text.utf8))]
  }

  @Test func whoIsAskedAboutAgainIsNotReadAgain() async throws {
    let world = try await World()
    let kept = try #require(try world.vault.kept(world.anna))
    #expect(try world.vault.dossier(world.anna) === kept)
    // Of another request with the same purpose and categories it is the same.
    var asked = Request.styling
    asked.channel = "email"
    #expect(try world.vault.dossier(world.anna, asked) === kept)
    #expect(try world.vault.dossier(world.ben) !== kept)
    #expect(try world.vault.dossier(world.anna, .sizes) !== kept)
  }

  @Test func whatIsAskedAndAnsweredLeavesItInPlace() async throws {
    let world = try await World()
    let other = try world.test.open()
    let kept = try #require(try other.kept(world.anna))
    for vault in [world.vault, other] {
      _ = try await vault.access(world.anna, .styling)
      _ = try vault.accessNow(world.ben, .newsletter)
      _ = try await vault.access(subject("nobody"), .styling)
      #expect(try other.dossier(world.anna) === kept)
    }
  }

  @Test func aChangeOfSomebodyElseLeavesItInPlace() async throws {
    let world = try await World()
    let other = try world.test.open()
    for vault in [world.vault, other] {
      let kept = try #require(try vault.kept(world.anna))
      _ = try await world.vault.put(world.ben, bytes("none"))
      _ = try await other.withdraw(world.ben, purpose: "marketing.styling")
      _ = try await other.grant(world.ben, .webForm("marketing.styling"))
      #expect(try vault.dossier(world.anna) === kept)
    }
  }

  @Test(arguments: [false, true])
  func nothingIsKeptOfWhomThisProcessErased(anotherWroteBefore: Bool) async throws {
    let world = try await World()
    let other = try world.test.open()
    weak let kept = try world.vault.kept(world.anna)
    #expect(kept != nil)
    if anotherWroteBefore { _ = try await other.access(world.ben, .styling) }
    _ = try await world.vault.erase(world.anna)
    #expect(kept == nil)
  }

  @Test func aLeafAboutNobodyDropsEverybody() async throws {
    let world = try await World()
    let other = try world.test.open()
    for vault in [world.vault, other] {
      let kept = try #require(try vault.kept(world.anna))
      _ = try await world.vault.issueKey(
        for: ["marketing.styling"], to: "\(world.test.folder)/\(vault === other).key")
      #expect(try vault.dossier(world.anna) !== kept)
    }
  }

  @Test(arguments: [false, true])
  func aBatchIsAnsweredAsEachOfItWouldBe(byItself: Bool) async throws {
    let world = try await World()
    let asked = byItself ? world.vault : try world.test.open()
    // More than are looked up together; some who are not kept, are kept, gave nothing, are nobody.
    var ids = [world.anna, world.ben, subject("nobody"), world.anna]
    for number in 0..<36 {
      ids.append(subject("s-\(number)"))
      if number.isMultiple(of: 3) {
        _ = try await world.vault.grant(ids[ids.count - 1], .webForm("marketing.styling"))
        _ = try await world.vault.put(ids[ids.count - 1], bytes("style \(number)"))
      }
      if number.isMultiple(of: 6) { _ = try asked.kept(ids[ids.count - 1]) }
    }
    for round in 0..<3 {
      var told: [String] = []
      try await asked.access(ids, .styling) { id, access in
        let isHeld = try asked.check(id, .styling).verdict == .permit
        switch consume access {
        case .permitted(let data):
          #expect(isHeld)
          told.append(
            data.withBytes(of: 0) { span in
              unsafe span.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
            })
        case .denied(let decision):
          #expect(!isHeld && decision.verdict == .deny)
          told.append("")
        }
      }
      #expect(told.count == ids.count)
      #expect(told.prefix(4) == [round == 2 ? "" : "plain", "loud", "", round == 2 ? "" : "plain"])
      for number in 0..<36 {
        let isLeft = number.isMultiple(of: 3) && (round == 0 || number > 6)
        #expect(told[4 + number] == (isLeft ? "style \(number)" : ""))
      }
      let gone = round == 0 ? [ids[4], ids[7], ids[10]] : [world.anna]
      for id in gone { _ = try await world.vault.withdraw(id, purpose: "marketing.styling") }
    }
  }

  /// By another vault or its own, after every way of asking has been answered from what is kept.
  @Test(arguments: TwoProcessTests.Interruption.all, [false, true])
  func whatIsAcknowledgedIsObeyedByTheNextRead(
    _ interruption: TwoProcessTests.Interruption, byItself: Bool
  ) async throws {
    let world = try await World()
    let asked = byItself ? world.vault : try world.test.open()
    #expect(try asked.kept(world.anna) != nil)
    for door in Door.out { #expect(await door.opens(asked, to: world.anna, .styling)) }
    try await interruption.happen(world)
    for door in Door.out { #expect(!(await door.opens(asked, to: world.anna, .styling))) }
    #expect(try asked.check(world.anna, .styling).codes == interruption.codes)
    #expect(try await asked.refusal(world.anna, .styling) == interruption.codes)
  }

  @Test func whatIsTakenBackIsGivenAgain() async throws {
    let world = try await World()
    let other = try world.test.open()
    #expect(try other.kept(world.anna) != nil)
    for _ in 0..<20 {
      _ = try await world.vault.withdraw(world.anna, purpose: "marketing.styling")
      #expect(try other.accessNow(world.anna, .styling).isDenied())
      // Of what is said at one instant the no stands.
      world.test.clock.advance(by: .seconds(1))
      _ = try await world.vault.grant(world.anna, .webForm("marketing.styling"))
      _ = try await world.vault.put(world.anna, bytes("plain"))
      #expect(try await other.texts(world.anna, .styling) == ["preference.style": "plain"])
    }
  }

  @Test func aValueThatWasReplacedIsNotReadAgain() async throws {
    let world = try await World()
    let other = try world.test.open()
    for number in 0..<20 {
      #expect(try other.kept(world.anna) != nil)
      _ = try await world.vault.put(world.anna, bytes("style \(number)"))
      #expect(
        try await other.texts(world.anna, .styling) == ["preference.style": "style \(number)"])
      #expect(
        try await world.vault.texts(world.anna, .styling) == ["preference.style": "style \(number)"]
      )
    }
  }

  @Test func whoWasErasedAndComesBackIsSomebodyElse() async throws {
    let world = try await World()
    let other = try world.test.open()
    let kept = try #require(try other.kept(world.anna))
    _ = try await world.vault.erase(world.anna)
    #expect(try other.check(world.anna, .styling).codes == ["SUBJECT_ERASED"])
    // A tombstone is never kept.
    #expect(try other.kept(world.anna) == nil)
    _ = try await world.vault.readmit(world.anna)
    #expect(try other.check(world.anna, .styling).codes == ["CONSENT_MISSING"])
    _ = try await world.vault.grant(world.anna, .webForm("marketing.styling"))
    let again = try #require(try other.kept(world.anna))
    #expect(again.subject.id != kept.subject.id && again.values.isEmpty)
  }

  @Test func whoIsUnknownIsNotKept() async throws {
    let world = try await World()
    let carl = subject("carl")
    for _ in 0..<4 { #expect(try world.vault.dossier(carl) == nil) }
    _ = try await world.test.open().grant(carl, .webForm("marketing.styling"))
    #expect(try world.vault.check(carl, .styling).verdict == .permit)
  }

  @Test func whatIsHeavyIsNotKept() async throws {
    let world = try await World()
    _ = try await world.vault.put(
      world.anna,
      [NewValue(category: "preference.style", bytes: [UInt8](repeating: 65, count: 300 << 10))])
    #expect(try world.vault.kept(world.anna) == nil)
    #expect(try world.vault.kept(world.ben) != nil)
  }

  @Test func anEarlierViewSeesWhatWasTrueInIt() async throws {
    let world = try await World()
    let store = world.vault.store
    let kept = try #require(try world.vault.kept(world.anna))
    try store.read { earlier in
      #expect(try world.vault.dossier(world.anna, in: earlier) === kept)
      // The caller's thread: a view cannot wait for a task.
      try store.writeNow { transaction in
        var subject = try #require(try transaction.subject(world.anna))
        let secret = try #require(subject.record.logSecret)
        subject.record.status = .restricted(since: transaction.time)
        subject.record.sequence += 1
        subject.record.leaf = transaction.nextLeaf
        _ = try transaction.append(
          .restricted, about: .init(subject.id, secret: secret, changesState: true),
          actor: "test", policy: 1, detail: LeafDetail())
        try transaction.write(subject, given: nil)
      }
      let now = try #require(try world.vault.kept(world.anna))
      #expect(now !== kept && now.subject.record.status != .active)
      let then = try #require(try world.vault.dossier(world.anna, in: earlier))
      #expect(then.subject.record.status == .active)
      #expect(try world.vault.dossier(world.anna) === now)
    }
    #expect(try world.vault.check(world.anna, .styling).codes == ["SUBJECT_RESTRICTED"])
  }

  @Test func aNewPolicyIsObeyed() async throws {
    let world = try await World()
    let other = try world.test.open()
    _ = try await world.vault.grant(world.anna, .webForm("feedback.survey"))
    let request = Request(
      actor: "insight", purpose: "feedback.survey", categories: ["contact.phone"], channel: "sms")
    #expect(try other.kept(world.anna, request) != nil)
    for name in ["narrow", "short", "plain-health", "reviewed"] {
      guard
        await code(of: { _ = try await world.vault.loadPolicy(RetailVault.policy(name).source) })
          == nil
      else { continue }
      let fresh = try world.test.open().check(world.anna, request)
      let told = try other.check(world.anna, request)
      #expect(told.codes == fresh.codes && told.policy == fresh.policy, "\(name)")
    }
  }

  @Test func manyReadersAndWritersAgree() async throws {
    let world = try await World()
    let vaults = [world.vault, try world.test.open()]
    let (anna, ben, clock) = (world.anna, world.ben, world.test.clock)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for reader in 0..<4 {
        group.addTask {
          for _ in 0..<100 {
            let vault = vaults[reader % 2]
            for id in [anna, ben] { _ = try vault.check(id, .styling) }
            _ = try await vault.access(ben, .styling)
          }
        }
      }
      group.addTask {
        for round in 0..<50 {
          let (writer, asked) = (vaults[round % 2], vaults[(round + 1) % 2])
          _ = try await writer.withdraw(anna, purpose: "marketing.styling")
          #expect(try asked.check(anna, .styling).verdict == .deny)
          #expect(try writer.check(anna, .styling).verdict == .deny)
          clock.advance(by: .seconds(1))
          _ = try await writer.grant(anna, .webForm("marketing.styling"))
          #expect(try asked.check(anna, .styling).verdict == .permit)
        }
      }
      try await group.waitForAll()
    }
    _ = try world.vault.verifyLedger()
  }
}

extension Access {
  consuming func isDenied() -> Bool {
    switch consume self {
    case .permitted: false
    case .denied: true
    }
  }
}
