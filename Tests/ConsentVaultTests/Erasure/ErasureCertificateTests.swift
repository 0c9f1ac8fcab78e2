import ConsentVaultTesting
import Testing
import VaultLedger
import VaultModel
import VaultStore

@testable import ConsentVault

@Suite struct ErasureCertificateTests {
  @Test func aCertificateIsVerifiedWithoutTheVault() async throws {
    let customer = try await Customer()
    let done = try await customer.vault.erase(customer.id)
    let certificate = try await customer.vault.erasureCertificate(leaf: done.leaf)
    let keys = try customer.vault.logKeys()
    let verified = try SignedStatement.verify(certificate.bytes, keys: keys)
    #expect(verified.kind == .erasureCertificate && verified.event == "erased")
    #expect(verified.leaf == done.leaf && verified.time == done.time)
    for place in [10, certificate.bytes.count / 2, certificate.bytes.count - 3] {
      var changed = certificate.bytes
      changed[place] ^= 1
      #expect(await code { _ = try SignedStatement.verify(changed, keys: keys) } != nil)
    }
  }

  @Test func itSaysWhatWasErasedAndKeptAndWhomToTell() async throws {
    let customer = try await Customer()
    var shared = Customer.delivery
    shared.recipient = "courier"
    _ = try await customer.texts(customer.id, shared)
    let asked = customer.test.clock.now()
    _ = try await customer.vault.openRequest(of: customer.id, .erasure, received: asked)
    let done = try await customer.vault.erase(customer.id)
    #expect(done.requested == asked)
    let json = try await customer.vault.erasureCertificate(leaf: done.leaf).json
    #expect(json["extent"]?["values"]?.number == 2)
    #expect(json["extent"]?["leaves"]?.number == Int64(done.unlinked))
    #expect(json["dct:dateSubmitted"]?.text == asked.description)
    let told = json["dpv:hasRecipient"]?.items ?? []
    #expect(told.compactMap { $0["dct:title"]?.text } == ["ParcelCo"])
    let kept = json["dpv:hasProcess"]?.items ?? []
    #expect(
      Set(kept.compactMap { $0["dct:identifier"]?.text })
        == [customer.contract.description, customer.duty.description])
    #expect(
      Set(kept.compactMap { $0["dpv:hasLegalBasis"]?.text })
        == ["eu-gdpr:A6-1-b", "eu-gdpr:A6-1-c"])
    #expect(json["dpv:hasDataController"]?["dpv:hasName"]?.text == "Example Retail Ltd")
  }

  @Test func itNamesNobody() async throws {
    let customer = try await Customer("NEEDLE-PERSON")
    let subject = try customer.vault.store.read { try #require(try $0.subject(customer.id)) }
    let done = try await customer.vault.erase(customer.id)
    let certificate = try await customer.vault.erasureCertificate(leaf: done.leaf)
    let text = String(decoding: certificate.bytes, as: UTF8.self)
    for needle in ["NEEDLE-PERSON", subject.id.description, "order 7"] {
      #expect(!text.contains(needle))
    }
    #expect(!text.contains(Hexadecimal.string(subject.id.bytes)))
    #expect(!text.contains(Hexadecimal.string(subject.tag.bytes)))
  }

  @Test func itTellsOfTheTierThatIsReachedByNow() async throws {
    let customer = try await Customer()
    let (vault, now) = (customer.vault, customer.test.clock.now())
    // A key part of a backup before the erasure, and one after it, which holds the person no more.
    try await recordMilestone(.keyPart, until: now.advanced(by: .days(30)), in: vault)
    let done = try await vault.erase(customer.id)
    try await recordMilestone(.keyPart, until: now.advanced(by: .days(60)), in: vault)
    #expect(done.tier == .logical && done.horizon == now.advanced(by: .days(30)))
    func reached() async throws -> [String: String] {
      let json = try await vault.erasureCertificate(leaf: done.leaf).json
      return Dictionary(
        uniqueKeysWithValues: (json["dpv:hasTechnicalMeasure"]?.items ?? []).map {
          ($0["dct:identifier"]?.text ?? "", $0["dpv:hasActivityStatus"]?.text ?? "")
        })
    }
    let (completed, proposed) = ("dpv:ActivityCompleted", "dpv:ActivityProposed")
    #expect(try await reached() == ["a": completed, "b": proposed, "c": proposed])
    try await recordMilestone(.pageEpoch, until: .earliest, in: vault)
    #expect(try await reached() == ["a": completed, "b": completed, "c": proposed])
    #expect(try await vault.erase(customer.id).tier == .disk)
  }

  @Test func noOtherLeafIsCertified() async throws {
    let customer = try await Customer()
    let size = try customer.vault.verifyLedger().size
    for leaf in [0, size - 1, size, .max] {
      #expect(
        await code { _ = try await customer.vault.erasureCertificate(leaf: leaf) }
          == "ERASURE_UNKNOWN")
    }
  }

  @Test func nothingIsCertifiedThatIsPending() async throws {
    let customer = try await Customer()
    let raw = try customer.test.raw()
    try raw.run("BEGIN")
    try raw.run("SELECT count(*) FROM subject")
    let done = try await customer.vault.erase(customer.id)
    #expect(done.tier == nil)
    #expect(
      await code { _ = try await customer.vault.erasureCertificate(leaf: done.leaf) }
        == "ERASURE_PENDING")
    try raw.run("COMMIT")
    _ = try await customer.vault.erasureCertificate(leaf: done.leaf)
  }

  private func recordMilestone(
    _ kind: Milestone.Kind, until: Timestamp?, in vault: Vault
  ) async throws {
    _ = try await vault.store.write { transaction in
      let leaf = try transaction.append(
        .backup, about: nil, actor: "test", policy: transaction.policyNumber(),
        detail: .init())
      try transaction.record(Milestone(kind, leaf: leaf, until: until ?? .latest))
    }
  }
}
