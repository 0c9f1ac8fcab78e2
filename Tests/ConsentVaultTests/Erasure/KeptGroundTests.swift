import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultLedger
import VaultStore

@testable import ConsentVault

@Suite struct KeptGroundTests {
  @Test func whatAContractAndALawNeedIsKeptAndNothingElse() async throws {
    let customer = try await Customer()
    let vault = customer.vault
    let done = try await vault.erase(customer.id)
    #expect(done.kept.map(\.ground).sorted() == [customer.contract, customer.duty].sorted())
    #expect(done.kept.map(\.subject).allSatisfy { $0.hasPrefix("ground:") })
    // Of six values the style and the pages viewed went; of four records the consent and the interest.
    #expect(done.values == 2 && done.permissions == 2)
    let delivery = try await vault.texts(Customer.kept(customer.contract), Customer.delivery)
    #expect(
      delivery == [
        "contact.name": "contact.name of it", "contact.email": "contact.email of it",
        "contact.postal": "contact.postal of it", "order.history": "order.history of it",
      ])
    let invoice = try await vault.texts(Customer.kept(customer.duty), Customer.invoice)
    #expect(invoice?.keys.sorted() == ["contact.name", "contact.postal", "order.history"])
    let values = try vault.report(on: Customer.kept(customer.duty)).values
    #expect(values.count == 3 && values.allSatisfy { $0.version == 1 })
    #expect(
      await code { _ = try vault.permission(customer.interest) } == "PERMISSION_UNKNOWN")
    #expect(
      try vault.check(Customer.kept(customer.contract), .styling).codes == ["CONSENT_MISSING"])
    #expect(
      try vault.check(Customer.kept(customer.contract), Customer.invoice).codes
        == ["GROUND_MISSING"])
    _ = try vault.verifyLedger()
  }

  @Test func thePersonIsErasedAllTheSame() async throws {
    let customer = try await Customer()
    _ = try await customer.vault.erase(customer.id)
    for request in [Customer.delivery, Customer.invoice, Customer.fraud, .styling] {
      #expect(try customer.vault.check(customer.id, request).codes == ["SUBJECT_ERASED"])
    }
    #expect(try customer.vault.report(on: customer.id).values.isEmpty)
    #expect(try customer.vault.grounds(of: customer.id).isEmpty)
  }

  @Test func aGroundThatHasEndedOrIsClosedKeepsNothing() async throws {
    let customer = try await Customer(days: 3)
    _ = try await customer.vault.closeGround(customer.contract)
    customer.test.clock.advance(by: .days(3))
    let done = try await customer.vault.erase(customer.id)
    #expect(done.kept.isEmpty && done.values == 6 && done.permissions == 4)
    #expect(
      try customer.vault.check(Customer.kept(customer.duty), Customer.invoice).codes
        == ["SUBJECT_UNKNOWN"])
    _ = try customer.vault.verifyLedger()
  }

  @Test func theNewSubjectSharesNoIDKeyOrSecretWithTheOldOne() async throws {
    let customer = try await Customer()
    let (vault, raw) = (customer.vault, try customer.test.raw())
    let before = try vault.store.read { try #require(try $0.subject(customer.id)) }
    let sealed = try raw.run("SELECT sealed FROM value")
    _ = try await vault.erase(customer.id)
    let after = try vault.store.read {
      try #require(try $0.subject(Customer.kept(customer.contract)))
    }
    #expect(after.id != before.id && after.tag != before.tag && after.wrapped != before.wrapped)
    #expect(
      after.record.logSecret.map { unsafe $0.withBytes { unsafe Array($0) } }
        != before.record.logSecret.map { unsafe $0.withBytes { unsafe Array($0) } })
    #expect(Set(try raw.run("SELECT sealed FROM value")).isDisjoint(with: sealed))
    // What it can read of the ledger begins with its own two leaves.
    let own = try await vault.history(of: Customer.kept(customer.contract))
    #expect(own.map(\.type) == ["ground opened", "value stored"])
  }

  @Test func whatIsKeptOpensNoMoreThanBefore() async throws {
    let customer = try await Customer()
    let vault = customer.vault
    _ = try await vault.restrict(customer.id)
    let before = try vault.check(customer.id, Customer.delivery).codes
    _ = try await vault.erase(customer.id)
    #expect(before == ["SUBJECT_RESTRICTED"])
    let kept = Customer.kept(customer.contract)
    #expect(try vault.check(kept, Customer.delivery).codes == before)
    _ = try await vault.unrestrict(kept)
    #expect(try vault.check(kept, Customer.delivery).verdict == .permit)
    _ = try vault.verifyLedger()
  }

  @Test func nobodyAddsToWhatIsKept() async throws {
    let customer = try await Customer()
    let vault = customer.vault
    _ = try await vault.erase(customer.id)
    let unheard = Identifier(high: 1, low: 2)
    for id in [Customer.kept(customer.contract), Customer.kept(unheard), subject("ground:x")] {
      let value = NewValue(category: "contact.email", bytes: [1])
      let ground = Ground(purpose: "service.returns", reference: "x", end: .after(.days(1)))
      let codes = [
        await code { _ = try await vault.grant(id, .webForm("marketing.styling")) },
        await code { _ = try await vault.openGround(id, ground) },
        await code { _ = try await vault.put(id, [value]) },
        await code { _ = try await vault.rectify(id, [value]) },
        await code { _ = try await vault.refuse(id, purpose: nil) },
        await code { _ = try await vault.withdraw(id, purpose: nil) },
        await code {
          _ = try await vault.request(
            id, purpose: "marketing.styling", notice: "marketing-styling.en")
        },
        await code { _ = try await vault.erase(id) },
      ]
      #expect(codes.allSatisfy { $0 == "SUBJECT_RESERVED" })
    }
    _ = try vault.verifyLedger()
  }

  @Test func aSweepRemovesWhatWasKeptOnceItsGroundAndRetentionEnd() async throws {
    let customer = try await Customer(days: 3)
    let (vault, kept) = (customer.vault, Customer.kept(customer.contract))
    _ = try await vault.erase(customer.id)
    customer.test.clock.advance(by: .days(4))
    var options = SweepOptions()
    options.confirmsClock = true
    #expect(try await vault.sweep(options).expired == 2)
    // In retention, and closed to everybody.
    #expect(try vault.check(kept, Customer.delivery).codes == ["GROUND_ENDED"])
    #expect(try vault.report(on: kept).values.count == 4)
    customer.test.clock.advance(by: .days(731))
    #expect(try await vault.sweep(options).erasedValues == 4)
    #expect(await code { _ = try vault.report(on: kept) } == "SUBJECT_UNKNOWN")
    #expect(try vault.report(on: Customer.kept(customer.duty)).values.count == 3)
    _ = try vault.verifyLedger()
    #expect(try await vault.sweep(options).expired == 0)
    _ = try vault.verifyLedger()
  }

  @Test func closingTheGroundLetsTheSweepRemoveItWhereNothingIsRetained() async throws {
    let customer = try await Customer()
    let vault = customer.vault
    let empty = subject("dora")
    let ground = try await vault.openGround(
      empty, Ground(purpose: "service.returns", reference: "order 8", end: .after(.days(9))))
    let done = try await vault.erase(empty)
    #expect(done.kept.map(\.ground) == [ground.id] && done.values == 0)
    _ = try await vault.closeGround(ground.id)
    _ = try await vault.sweep()
    #expect(await code { _ = try vault.permission(ground.id) } == "PERMISSION_UNKNOWN")
    #expect(
      await code { _ = try vault.report(on: Customer.kept(ground.id)) } == "SUBJECT_UNKNOWN")
    _ = try vault.verifyLedger()
  }

  @Test func theContactsThatCountComeAlong() async throws {
    let customer = try await Customer()
    let vault = customer.vault
    let raw = try customer.test.raw()
    let old = try vault.store.read { try #require(try $0.subject(customer.id)).id }
    let number = try raw.run(
      "SELECT purpose FROM permission WHERE id=?", .blob(customer.contract.bytes))
    // No purpose of the shop with a ground has a cap, so a contact that does not count stays behind.
    try raw.run(
      "INSERT INTO contact VALUES(?,?,?,1)", .blob(old.bytes), number[0][0],
      .integer(customer.test.clock.now().milliseconds))
    _ = try await vault.erase(customer.id)
    #expect(try raw.run("SELECT 1 FROM contact").isEmpty)
  }

  @Test func manyKeptValuesAreToldInSeveralLeaves() async throws {
    let customer = try await Customer()
    let values = (0..<700).map {
      NewValue(
        category: "order.history", key: "\($0) \(String(repeating: "k", count: 60))", bytes: [1])
    }
    for start in stride(from: 0, to: values.count, by: 350) {
      // One category is replaced whole, so both halves go to another one each.
      let part = values[start..<start + 350].map {
        NewValue(
          category: start == 0 ? "order.history" : "contact.postal", key: $0.key, bytes: [1])
      }
      _ = try await customer.vault.put(customer.id, part)
    }
    _ = try await customer.vault.erase(customer.id)
    let kept = Customer.kept(customer.contract)
    #expect(try customer.vault.report(on: kept).values.count == 702)
    #expect(try await customer.vault.history(of: kept).count > 2)
    _ = try customer.vault.verifyLedger()
  }
}
