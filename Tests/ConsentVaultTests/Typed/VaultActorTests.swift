import ConsentVaultTesting
import PolicyFiles
import Testing
import VaultLedger
import VaultPolicy

@testable import ConsentVault

/// The purpose as a type: the same guard, asked in the policy's own words.
@Suite struct VaultActorTests {
  @Test func theDisclosureHasWhatTheRequestByNameHas() async throws {
    let paper = try await Newspaper()
    let disclosure = try paper.digestData()
    let named = Request(
      actor: "newsroom", purpose: "reader.digest", categories: ["contact.email"], channel: "email")
    guard case .permitted(let other) = try await paper.vault.access(paper.anna, named) else {
      Issue.record("it was denied by name")
      return
    }
    #expect(disclosure.values == other.values)
    #expect(disclosure.decision.permissions == other.decision.permissions)
    #expect(disclosure.decision.permissions == ["contact.email": paper.digest])
    #expect(disclosure.withBytes(of: .contactEmail) { $0.byteCount } == 16)
    // Nothing of it was asked for.
    #expect(disclosure.withBytes(of: .readingHistory) { $0.byteCount } == nil)
  }

  @Test func everyPartOfTheQuestionReachesTheGuard() async throws {
    let paper = try await Newspaper()
    let newsroom = try paper.newsroom()
    // The yes names no profiling and no other recipient; what was not asked for is not missed.
    #expect(try newsroom.check(paper.anna, [.contactEmail], via: .inApp).codes == [])
    #expect(
      try newsroom.check(paper.anna, [.contactEmail], via: .email, doing: .profile).codes
        == ["OPERATION_NOT_CONSENTED"])
    #expect(try newsroom.check(paper.anna, [], via: .email).codes == ["REQUEST_INVALID"])
    #expect(
      try newsroom.check(paper.ben, [.contactEmail], via: .email).codes == ["SUBJECT_UNKNOWN"])
    let carrier = try paper.vault.actor(.distribution, for: Reader.Delivery.self)
    #expect(try carrier.check(paper.anna, [.contactPostal], to: .carrier).codes == [])
    #expect(try carrier.check(paper.anna, [.contactPostal], doing: .use).codes == [])
    guard case .permitted(let label) = try await carrier.access(paper.anna, [.contactPostal]) else {
      Issue.record("the label was denied")
      return
    }
    let entry = try #require(
      try paper.vault.ledger(from: label.decision.leaf ?? 0, limit: 1).first)
    #expect(entry.type == "access permitted" && entry.actor == "distribution")
    #expect(entry.purpose == "reader.delivery" && entry.detail?.categories == ["contact.postal"])
  }

  @Test func aRefusalIsTheSameValueInEveryForm() async throws {
    let paper = try await Newspaper()
    let newsroom = try paper.newsroom()
    _ = try await paper.vault.withdraw(paper.anna, purpose: "reader")
    guard
      case .denied(let waited) = try await newsroom.access(paper.anna, [.contactEmail], via: .email),
      case .denied(let now) = try newsroom.accessNow(paper.anna, [.contactEmail], via: .email)
    else {
      Issue.record("it was permitted")
      return
    }
    #expect(waited.codes == ["CONSENT_WITHDRAWN"] && now.codes == waited.codes)
    #expect(waited.leaf != nil && waited.leaf != now.leaf)
  }

  @Test func aBatchAnswersAsSingleQuestionsDo() async throws {
    let paper = try await Newspaper()
    let newsroom = try paper.newsroom()
    var answers: [String] = []
    try await newsroom.access(
      [paper.anna, paper.ben, paper.anna], [.contactEmail], via: .email, batch: 2
    ) { subject, access in
      switch consume access {
      case .permitted(let disclosure):
        answers.append(
          "\(subject.text) \(disclosure.withBytes(of: .contactEmail) { $0.byteCount } ?? 0)")
      case .denied(let refusal): answers.append("\(subject.text) \(refusal.codes)")
      }
    }
    #expect(answers == ["anna 16", "ben [\"SUBJECT_UNKNOWN\"]", "anna 16"])
  }

  @Test func aVaultUnderAnotherPolicyLetsNobodyAsk() async throws {
    let world = try await World()
    #expect(
      await code { _ = try world.vault.actor(.newsroom, for: Reader.Digest.self) }
        == "POLICY_MISMATCH")
    let paper = try await Newspaper()
    #expect(await code { _ = try paper.newsroom() } == nil)
  }

  @Test func anActorFollowsThePolicyThatIsInForce() async throws {
    let paper = try await Newspaper()
    let newsroom = try paper.newsroom()
    #expect(try newsroom.check(paper.anna, [.contactEmail], via: .email).codes == [])
    let source = try PolicyFile.read(RetailVault.path("typed/policy.yaml"))
    var policy = source.policy
    policy.version = try #require(PolicyVersion("2026.2"))
    // The digest loses the channel that the types still have.
    for index in policy.purposes.indices where policy.purposes[index].name == "reader.digest" {
      policy.purposes[index].channels = ["in-app"]
    }
    let next = PolicySource(
      policy: policy, places: source.places, sourceText: source.sourceText, notices: source.notices)
    _ = try await paper.vault.loadPolicy(next)
    #expect(
      try newsroom.check(paper.anna, [.contactEmail], via: .email).codes == ["CHANNEL_NOT_ALLOWED"])
    #expect(try newsroom.check(paper.anna, [.contactEmail], via: .inApp).codes == [])
    #expect(await code { _ = try paper.newsroom() } == nil)
  }

  @Test func manyQuestionsAreEachAnsweredAsThemselves() async throws {
    let paper = try await Newspaper()
    let newsroom = try paper.newsroom()
    // More than are remembered, twice over.
    for _ in 0..<2 {
      for length in 1...20 {
        let categories = (0..<length).map {
          $0.isMultiple(of: 2) ? Reader.Digest.Category.contactEmail : .readingHistory
        }
        let access = try newsroom.accessNow(paper.anna, categories, via: .email)
        guard case .permitted(let disclosure) = access else {
          Issue.record("a question of \(length) was denied")
          return
        }
        let entry = try #require(
          try paper.vault.ledger(from: disclosure.decision.leaf ?? 0, limit: 1).first)
        #expect(entry.detail?.categories.count == min(length, 2))
      }
    }
  }
}
