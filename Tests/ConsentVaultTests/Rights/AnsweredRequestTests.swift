import ConsentVaultTesting
import Testing

@testable import ConsentVault

/// The commands of the rights answer the request that asked for them, in the same transaction.
@Suite struct AnsweredRequestTests {
  /// Does what a request of a kind asks for.
  private func fulfil(
    _ kind: RightsRequestKind, _ id: SubjectID, _ request: Identifier?, _ vault: Vault
  ) async throws {
    switch kind {
    case .access: _ = try await vault.export(id, as: .json, answering: request)
    case .portability: _ = try await vault.export(id, .portability, as: .csv, answering: request)
    case .rectification:
      let value = NewValue(category: "preference.style", bytes: Array("calm".utf8))
      _ = try await vault.rectify(id, [value], answering: request)
    case .restriction: _ = try await vault.restrict(id, answering: request)
    case .objection: _ = try await vault.object(id, answering: request)
    case .erasure: _ = try await vault.erase(id, answering: request)
    }
  }

  @Test(arguments: RightsRequestKind.allCases)
  func doingItAnswersIt(_ kind: RightsRequestKind) async throws {
    let world = try await World()
    let id = try await world.vault.openRequest(of: world.anna, kind).request.id
    try await fulfil(kind, world.anna, id, world.vault)
    #expect(try world.vault.rightsRequest(id).request.state == .answered)
    _ = try world.vault.verifyLedger()
  }

  @Test(arguments: RightsRequestKind.allCases)
  func itIsDoneWithoutARequestToo(_ kind: RightsRequestKind) async throws {
    let world = try await World()
    try await fulfil(kind, world.anna, nil, world.vault)
    #expect(try world.vault.requests(all: true).isEmpty)
    _ = try world.vault.verifyLedger()
  }

  @Test(arguments: RightsRequestKind.allCases)
  func anotherPersonsRequestStopsIt(_ kind: RightsRequestKind) async throws {
    let world = try await World()
    let id = try await world.vault.openRequest(of: world.ben, kind).request.id
    let before = try world.vault.verifyLedger()
    let error = await code { try await fulfil(kind, world.anna, id, world.vault) }
    #expect(error == "REQUEST_MISMATCH")
    #expect(try world.vault.verifyLedger() == before)
  }

  @Test(arguments: RightsRequestKind.allCases)
  func aRequestForAnotherRightStopsIt(_ kind: RightsRequestKind) async throws {
    let world = try await World()
    let other: RightsRequestKind = kind == .objection ? .restriction : .objection
    let id = try await world.vault.openRequest(of: world.anna, other).request.id
    let before = try world.vault.verifyLedger()
    let error = await code { try await fulfil(kind, world.anna, id, world.vault) }
    #expect(error == "REQUEST_MISMATCH")
    #expect(try world.vault.verifyLedger() == before)
  }

  @Test func anAnsweredRequestIsNotAnsweredTwice() async throws {
    let world = try await World()
    let id = try await world.vault.openRequest(of: world.anna, .access).request.id
    try await fulfil(.access, world.anna, id, world.vault)
    let again = await code { try await fulfil(.access, world.anna, id, world.vault) }
    #expect(again == "REQUEST_CLOSED")
  }

  @Test func anErasureAnswersEveryOpenWishToBeErased() async throws {
    let world = try await World()
    let vault = world.vault
    let first = try await vault.openRequest(
      of: world.anna, .erasure, received: instant("2026-01-01T08:00:00Z"))
    let second = try await vault.openRequest(of: world.anna, .erasure)
    let other = try await vault.openRequest(of: world.anna, .access)
    let erasure = try await vault.erase(world.anna, answering: second.request.id)
    #expect(erasure.requested == first.request.received)
    for id in [first.request.id, second.request.id] {
      let entry = try vault.rightsRequest(id)
      #expect(entry.request.state == .answered && entry.isForgotten && entry.subject == nil)
    }
    #expect(try vault.requests().map(\.request.id) == [other.request.id])
    _ = try vault.verifyLedger()
    // What nobody can link any more is still closed by hand.
    _ = try await vault.answerRequest(other.request.id)
    _ = try vault.verifyLedger()
  }

  @Test func somebodyErasedMayAskAgain() async throws {
    let world = try await World()
    _ = try await world.vault.erase(world.anna)
    let opened = try await world.vault.openRequest(of: world.anna, .erasure, note: "T-3")
    #expect(opened.subject == nil && opened.note == "T-3")
    let again = try await world.vault.erase(world.anna, answering: opened.request.id)
    #expect(!again.changed)
    #expect(try world.vault.rightsRequest(opened.request.id).request.state == .answered)
    _ = try world.vault.verifyLedger()
  }

  @Test func whoeverWasUnknownWhenAskingIsAnsweredAllTheSame() async throws {
    let world = try await World()
    let zoe = subject("zoe")
    let opened = try await world.vault.openRequest(of: zoe, .objection)
    _ = try await world.vault.object(zoe, answering: opened.request.id)
    #expect(try world.vault.rightsRequest(opened.request.id).request.state == .answered)
    _ = try world.vault.verifyLedger()
  }

  @Test func anErasureLeavesNothingOfWhatAStrangerAsked() async throws {
    let test = try RetailVault.make()
    let (vault, zoe) = (test.vault, subject("zoe"))
    let wish = try await vault.openRequest(of: zoe, .erasure, note: "where zoe lives")
    let access = try await vault.openRequest(
      of: zoe, .access, note: "where zoe lives", identityCheck: "passport of zoe")
    _ = try await vault.extendRequest(access.request.id, reason: "zoe asked for much")
    let other = try await vault.openRequest(of: subject("yan"), .access, note: "yan's ticket")
    test.clock.advance(by: .seconds(60))
    _ = try await vault.grant(zoe, .webForm("marketing.styling"))
    let erasure = try await vault.erase(zoe)
    #expect(erasure.requested == wish.request.received)
    for entry in try vault.requests(all: true) where entry.request.id != other.request.id {
      #expect(entry.note == nil && entry.identityCheck == nil && entry.extensionReason == nil)
    }
    #expect(try vault.rightsRequest(wish.request.id).request.state == .answered)
    #expect(try vault.rightsRequest(access.request.id).request.state == .extended)
    #expect(try vault.rightsRequest(other.request.id).note == "yan's ticket")
    _ = try vault.verifyLedger()
  }
}
