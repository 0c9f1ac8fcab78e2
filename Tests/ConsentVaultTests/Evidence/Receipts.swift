import ConsentVaultTesting
import Testing
import VaultLedger
import VaultModel

@testable import ConsentVault

/// What receipts are made of, and what they tell.
@Suite struct Receipts {
  private let world: ReceiptVault

  init() throws { world = try ReceiptVault() }

  private func status(_ receipt: SignedStatement) -> String? {
    let type = receipt.json["dpv:hasRecordOfActivity"]?["dpv:hasConsentStatus"]?["@type"]
    return type?.items.first?.text ?? type?.text
  }

  private func end(_ receipt: SignedStatement) -> String? {
    receipt.json["dpv:hasRecordOfActivity"]?["dpv:hasProcess"]?["dpv:hasDuration"]?[
      "dcat:endDate"]?.text
  }

  @Test func aReceiptHoldsForWhoeverHasTheLogsKey() async throws {
    let consent = try await world.grant()
    let receipt = try await world.vault.receipt(for: consent.id)
    let proved = try world.verify(receipt)
    #expect(proved.kind == .consentReceipt && proved.event == "given")
    #expect(proved.leaf == consent.leaf && proved.time == RetailVault.noon)
    #expect(receipt.bytes.last == 10 && status(receipt) == "dpv:ConsentGiven")
  }

  @Test func everyEventOfAConsentHasItsReceipt() async throws {
    let vault = world.vault
    let asked = try await vault.request(
      world.anna, purpose: ReceiptVault.purpose, notice: ReceiptVault.notice)
    let given = try await world.grant()
    #expect(given.id == asked.id)
    world.test.clock.advance(by: .days(1))
    _ = try await vault.renew(
      given.id, end: .after(.days(60)), notice: ReceiptVault.notice, method: "web-form")
    world.test.clock.advance(by: .days(1))
    _ = try await vault.withdraw(world.anna, purpose: "marketing")
    let events = try vault.permission(given.id).consent.events
    let expected = [
      "dpv:ConsentRequested", "dpv:ConsentGiven", "dpv:RenewedConsentGiven",
      "dpv:ConsentWithdrawn",
    ]
    for (event, expected) in zip(events, expected) {
      let receipt = try await vault.receipt(for: given.id, event: event.leaf)
      #expect(try world.verify(receipt).leaf == event.leaf)
      #expect(status(receipt) == expected)
    }
    #expect(events.count == expected.count)
    #expect(status(try await vault.receipt(for: given.id)) == "dpv:ConsentWithdrawn")
  }

  @Test func refusalRevocationAndFindingHaveReceiptsToo() async throws {
    let vault = world.vault
    _ = try await vault.refuse(world.anna, purpose: "marketing.styling")
    let refused = try #require(try vault.consents(of: world.anna, all: true).first)
    #expect(status(try await vault.receipt(for: refused.id)) == "dpv:ConsentRefused")
    let revoked = try await world.grant()
    _ = try await vault.revoke(world.anna, purpose: nil, reason: "the service ends")
    #expect(status(try await vault.receipt(for: revoked.id)) == "dpv:ConsentRevoked")
    world.test.clock.advance(by: .seconds(1))
    let void = try await world.grant()
    _ = try await vault.invalidate(void.id, finding: "A 1")
    let receipt = try await vault.receipt(for: void.id)
    #expect(status(receipt) == "dpv:ConsentInvalidated")
    #expect(!String(decoding: receipt.bytes, as: UTF8.self).contains("A 1"))
  }

  @Test func whatASweepFoundPastItsEndHasAReceipt() async throws {
    let consent = try await world.grant(.after(.days(2)))
    world.test.clock.advance(by: .days(3))
    _ = try await world.vault.sweep(SweepOptions())
    let receipt = try await world.vault.receipt(for: consent.id)
    #expect(status(receipt) == "dpv:ConsentExpired")
    #expect(try world.verify(receipt).event == "expired")
    #expect(end(receipt) == "2026-01-12T10:00:00Z")
  }

  @Test func aGroundHasReceiptsThatClaimNoConsent() async throws {
    let ground = try await world.vault.openGround(
      world.anna,
      Ground(purpose: "service.fulfilment", reference: "order 7", end: .after(.days(30))))
    let receipt = try await world.vault.receipt(for: ground.id)
    #expect(try world.verify(receipt).kind == .groundReceipt)
    #expect(status(receipt) == nil)
    #expect(!String(decoding: receipt.bytes, as: UTF8.self).contains("order 7"))
    _ = try await world.vault.closeGround(ground.id)
    #expect(try world.verify(await world.vault.receipt(for: ground.id)).event == "closed")
  }

  @Test func anEarlierEventIsToldAsItWas() async throws {
    let consent = try await world.grant(.after(.days(90)))
    world.test.clock.advance(by: .days(1))
    _ = try await world.vault.renew(
      consent.id, end: .after(.days(30)), notice: ReceiptVault.notice, method: "web-form")
    let first = try await world.vault.receipt(for: consent.id, event: consent.leaf)
    let second = try await world.vault.receipt(for: consent.id)
    #expect(end(first) == "2026-04-10T10:00:00Z" && end(second) == "2026-02-10T10:00:00Z")
  }

  @Test func thePersonIsNamedOnlyIfAskedFor() async throws {
    let consent = try await world.grant(giver: .guardian("Grete Muster"))
    let plain = try await world.vault.receipt(for: consent.id)
    let text = String(decoding: plain.bytes, as: UTF8.self)
    #expect(!text.contains("anna") && !text.contains("Grete"))
    #expect(text.contains("dpv:GuardianOfDataSubject"))
    let named = try await world.vault.receipt(for: consent.id, namingSubject: true)
    #expect(String(decoding: named.bytes, as: UTF8.self).contains(#""dct:identifier":"anna""#))
  }

  @Test func aYesHasAKantaraReceiptAndANoHasNone() async throws {
    let consent = try await world.grant()
    let form = ReceiptForm.kantara(jurisdiction: "DE")
    let receipt = try await world.vault.receipt(for: consent.id, form: form)
    #expect(try world.verify(receipt).kind == .kantaraReceipt)
    #expect(receipt.json["version"]?.text == "KI-CR-v1.1.0")
    #expect(receipt.json["consentTimestamp"]?.number == 1_768_039_200)
    let purpose = receipt.json["services"]?.items.first?["purposes"]?.items.first
    #expect(purpose?["thirdPartyName"]?.text == "MailHouse")
    _ = try await world.vault.withdraw(world.anna, purpose: nil)
    let refusal = await code { _ = try await world.vault.receipt(for: consent.id, form: form) }
    #expect(refusal == "RECEIPT_EVENT_UNKNOWN")
  }

  @Test func aReceiptOutlivesTheKeyThatSignedIt() async throws {
    let consent = try await world.grant()
    let before = try await world.vault.receipt(for: consent.id).bytes
    let old = try world.vault.logKeys()
    _ = try await world.vault.rotateLogKey()
    let all = try world.vault.logKeys()
    let after = try await world.vault.receipt(for: consent.id).bytes
    #expect(try SignedStatement.verify(before, keys: all).signer == old[0].text)
    #expect(try SignedStatement.verify(after, keys: all).signer == all[0].text)
    #expect(throws: VaultError.statementSignerUnknown) {
      try SignedStatement.verify(before, keys: [all[0]])
    }
    #expect(throws: VaultError.statementSignerUnknown) {
      try SignedStatement.verify(after, keys: old)
    }
  }

  @Test func whatDidNotHappenHasNoReceipt() async throws {
    let consent = try await world.grant()
    let other = try await world.vault.grant(subject("ben"), .webForm("marketing.styling"))
    #expect(
      await code { _ = try await world.vault.receipt(for: consent.id, event: other.leaf) }
        == "RECEIPT_EVENT_UNKNOWN")
    #expect(
      await code {
        _ = try await world.vault.receipt(for: Identifier(high: 1, low: 1))
      } == "PERMISSION_UNKNOWN")
  }
}
