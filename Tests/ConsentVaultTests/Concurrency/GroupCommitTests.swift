import ConsentVault
import ConsentVaultTesting
import Testing

/// Many callers at once: every release has its own leaf, caps are exact, and nobody's failure is
/// another's.
@Suite struct GroupCommitTests {
  @Test func everyAccessHasALeafOfItsOwn() async throws {
    let world = try await World()
    let before = try world.vault.statistics().ledgerSize
    let leaves = try await withThrowingTaskGroup(of: UInt64?.self) { group in
      for index in 0..<200 {
        group.addTask {
          let id = index.isMultiple(of: 2) ? world.anna : world.ben
          return switch try await world.vault.access(id, .styling) {
          case .permitted(let disclosure): disclosure.decision.leaf
          case .denied(let decision): decision.leaf
          }
        }
      }
      var leaves: [UInt64] = []
      for try await leaf in group { leaves.append(try #require(leaf)) }
      return leaves
    }
    #expect(Set(leaves).count == 200)
    #expect(leaves.min() == before && leaves.max() == before + 199)
    _ = try world.vault.verifyLedger()
    #expect(
      try await world.vault.history(of: world.anna).count { $0.type == "access permitted" } == 100)
  }

  @Test(arguments: [("marketing.newsletter", "email", 1), ("marketing.sms-offers", "sms", 2)])
  func aCapIsExactHoweverManyAsk(_ purpose: String, _ channel: String, _ cap: Int) async throws {
    let world = try await World()
    let other = try world.test.open()
    _ = try await world.vault.grant(world.anna, .webForm(purpose))
    let request = Request(
      actor: "campaign-engine", purpose: purpose, categories: ["contact.name"], channel: channel)
    let permitted = try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<16 {
        let vault = index.isMultiple(of: 2) ? world.vault : other
        group.addTask { try await vault.refusal(world.anna, request) == nil }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(permitted == cap)
    #expect(try await other.refusal(world.anna, request) == ["CONTACT_TOO_SOON"])
    // It opens again exactly the span after the oldest contact that counts.
    let span = TimeSpan.days(cap == 1 ? 7 : 30)
    world.test.clock.advance(by: try #require(TimeSpan(milliseconds: span.milliseconds - 1)))
    #expect(try world.vault.check(world.anna, request).codes == ["CONTACT_TOO_SOON"])
    world.test.clock.advance(by: try #require(TimeSpan(milliseconds: 1)))
    #expect(try world.vault.check(world.anna, request).verdict == .permit)
  }

  @Test func aChangeThatFailsUndoesNobodyElses() async throws {
    let world = try await World()
    let results = await withTaskGroup(of: (Int, String?).self) { group in
      for index in 0..<60 {
        group.addTask {
          let failing = index % 3 == 1
          // The second value of a failing call is not covered, after the first was admitted.
          var values = [
            NewValue(category: "preference.style", key: "k\(index)", bytes: [UInt8(index)])
          ]
          if failing { values.append(NewValue(category: "health.allergy", bytes: [1])) }
          let id = subject("customer-\(index)")
          let toStore = values
          return (
            index,
            await code {
              _ = try await world.vault.grant(id, .webForm("marketing.styling"))
              _ = try await world.vault.put(id, toStore)
            }
          )
        }
      }
      var results: [Int: String?] = [:]
      for await (index, code) in group { results[index] = code }
      return results
    }
    for index in 0..<60 {
      let report = try world.vault.report(on: subject("customer-\(index)"))
      if index % 3 == 1 {
        #expect(results[index] == "CONSENT_MISSING" && report.values.isEmpty)
      } else {
        #expect(results[index] == .some(nil) && report.values.map(\.key) == ["k\(index)"])
      }
      #expect(report.consents.count == 1)
    }
    _ = try world.vault.verifyLedger()
  }

  @Test func twoVaultsWriteOneLedger() async throws {
    let world = try await World()
    let other = try world.test.open()
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<40 {
        let vault = index.isMultiple(of: 2) ? world.vault : other
        group.addTask {
          let found = await code {
            _ = try await vault.withdraw(subject("customer-\(index)"), purpose: "marketing")
            _ = try await vault.access(world.anna, .styling)
          }
          #expect(found == nil)
        }
      }
    }
    let report = try other.verifyLedger()
    #expect(try world.vault.verifyLedger() == report)
    let entries = try world.vault.ledger(limit: .max)
    #expect(entries.map(\.leaf) == Array(0..<report.size))
  }

  @Test func aBatchIsTheSameAsSingles() async throws {
    let world = try await World()
    _ = try await world.vault.withdraw(world.ben, purpose: "marketing")
    let ids = [world.anna, world.ben, subject("nobody"), world.anna]
    var batch: [[String]] = []
    try await world.vault.access(ids, .styling, batch: 3) { id, access in
      switch consume access {
      case .permitted(let disclosure):
        batch.append([id.text] + disclosure.values.map(\.category))
      case .denied(let decision): batch.append([id.text] + decision.codes)
      }
    }
    var singles: [[String]] = []
    for id in ids {
      switch try await world.vault.access(id, .styling) {
      case .permitted(let disclosure):
        singles.append([id.text] + disclosure.values.map(\.category))
      case .denied(let decision): singles.append([id.text] + decision.codes)
      }
    }
    #expect(batch == singles)
    _ = try world.vault.verifyLedger()
  }
}
