import ConsentVaultTesting
import Testing
import VaultModel
import VaultPolicy

@testable import ConsentVault

/// What a candidate changes, one dimension at a time, counted by hand.
@Suite("The impact of a candidate") struct ImpactTests {
  let test: TestVault
  let anna = SmallShop.people[0]

  /// Anna said yes to news (x by e-mail, nothing shared, nothing profiled) and to health, by a statement; the
  /// shop serves and watches her.
  init() async throws {
    test = try SmallShop.make()
    _ = try await test.vault.grant(
      anna, SmallShop.grant("news", ScopeNames(categories: ["data.x"], channels: ["email"])))
    _ = try await test.vault.grant(
      anna, SmallShop.grant("health", method: "explicit-statement"))
    for purpose in ["care", "watch"] {
      _ = try await test.vault.openGround(
        anna, Ground(purpose: purpose, reference: "r", end: .after(.days(200))))
    }
  }

  private func impact(_ change: (inout Policy) -> Void) throws -> ImpactReport {
    try test.vault.impact(of: SmallShop.candidate(change))
  }

  private func live(
    _ purpose: String, _ change: (inout Policy) -> Void
  ) throws -> ImpactReport.Live {
    let report = try impact(change)
    // Nothing else changes with it.
    for other in report.live where other.purpose != purpose {
      #expect(other.deniedPoints + other.permittedPoints == 0, "\(other.purpose)")
    }
    return try #require(report.live.first { $0.purpose == purpose })
  }

  @Test func aPolicyOfTheSameRulesChangesNothing() throws {
    let report = try impact { policy in
      policy.edit("news") {
        $0.title = "Other words"
        $0.retention = .days(3)
      }
    }
    #expect(report.isNone)
    #expect(report.live.map(\.permissions) == [1, 1, 1, 1])
    #expect(report.policy.version == "1" && report.candidate.version == "2")
  }

  @Test func withoutItsActorNothingOfAPermissionIsLeft() throws {
    let count = try live("news") { $0.edit("news") { $0.actors = ["b"] } }
    // x by e-mail: `a` loses it, `b` gains it.
    #expect(count.deniedPoints == 1 && count.permittedPoints == 1)
    #expect(count.newlyDenied == 1 && count.newlyPermitted == 1 && count.emptied == 0)
    #expect(count.codes == ["ACTOR_NOT_PERMITTED": 1])
    let twin = try live("news") { $0.edit("news") { $0.actors = ["a", "b"] } }
    #expect(twin.deniedPoints == 0 && twin.permittedPoints == 1 && twin.newlyDenied == 0)
  }

  @Test func aCategoryLessIsDeniedAndOneMoreIsNotConsented() throws {
    let count = try live("news") { $0.edit("news") { $0.categories = ["data.y"] } }
    #expect(count.deniedPoints == 1 && count.emptied == 1)
    #expect(count.codes == ["CATEGORY_NOT_ALLOWED": 1])
    // Care has x and y, each for the company and for the courier, to use, and to share with the courier.
    let care = try live("care") { $0.edit("care") { $0.categories = ["data.x"] } }
    #expect(care.deniedPoints == 3 && care.newlyDenied == 1 && care.emptied == 0)
    let wide = try live("care") {
      $0.edit("care") {
        $0.article9 = "h"
        $0.categories = ["data.x", "data.y", "data.z"]
      }
    }
    #expect(wide.permittedPoints == 0 && wide.deniedPoints == 0)
  }

  @Test func aRecipientLessIsDenied() throws {
    let count = try live("care") { $0.edit("care") { $0.recipients = ["self"] } }
    // Two categories, to use and to share.
    #expect(count.deniedPoints == 4 && count.codes["RECIPIENT_NOT_ALLOWED"] == 4)
    let twin = try live("watch") {
      $0.edit("watch") {
        $0.recipients = ["courier", "self"]
        $0.operations = [.use, .share]
      }
    }
    #expect(twin.permittedPoints == 0 && twin.deniedPoints == 0)
  }

  @Test func aChannelLessIsDeniedAndNoneAtAllTurnsTheAnswerRound() throws {
    let count = try live("news") { $0.edit("news") { $0.channels = ["post"] } }
    #expect(count.deniedPoints == 1 && count.codes == ["CHANNEL_NOT_ALLOWED": 1])
    let none = try live("news") { $0.edit("news") { $0.channels = [] } }
    // By e-mail is denied, without a channel is permitted.
    #expect(none.deniedPoints == 1 && none.permittedPoints == 1)
    let more = try live("news") { $0.edit("news") { $0.channels = ["email"] } }
    #expect(more.deniedPoints == 0 && more.permittedPoints == 0)
  }

  @Test func anOperationLessIsDenied() async throws {
    _ = try await test.vault.grant(
      SmallShop.people[1],
      SmallShop.grant(
        "news", ScopeNames(categories: ["data.y"], channels: ["post"], operations: ["profile"])))
    let count = try live("news") { $0.edit("news") { $0.operations = [.use, .share] } }
    #expect(count.permissions == 2 && count.newlyDenied == 1 && count.deniedPoints == 1)
    #expect(count.codes == ["OPERATION_NOT_ALLOWED": 1])
    let twin = try live("news") {
      $0.edit("news") { $0.operations = [.use, .share, .profile, .combine] }
    }
    #expect(twin.deniedPoints == 0 && twin.permittedPoints == 0)
  }

  @Test func aShorterLifetimeMakesPermissionsTooLongAndALongerOneDoesNot() throws {
    let count = try live("news") { $0.edit("news") { $0.consent?.maxLifetime = .days(49) } }
    #expect(count.tooLong == 1 && count.deniedPoints == 1 && count.emptied == 1)
    #expect(count.codes == ["CONSENT_TOO_LONG": 1])
    let exact = try live("news") { $0.edit("news") { $0.consent?.maxLifetime = .days(50) } }
    #expect(exact.tooLong == 0 && exact.deniedPoints == 0)
    let longer = try live("news") { $0.edit("news") { $0.consent?.maxLifetime = .days(500) } }
    #expect(longer.tooLong == 0 && longer.deniedPoints == 0 && longer.permittedPoints == 0)
  }

  @Test func whatIsTooLongNowComesBackUnderALongerLifetime() async throws {
    _ = try await test.vault.loadPolicy(
      SmallShop.candidate { $0.edit("news") { $0.consent?.maxLifetime = .days(49) } })
    // The version before is lower, and it is a question all the same.
    let report = try test.vault.impact(
      of: SmallShop.candidate { $0.version = SmallShop.version("1") })
    let count = try #require(report.live.first { $0.purpose == "news" })
    #expect(count.permittedPoints == 1 && count.newlyPermitted == 1 && count.tooLong == 0)
  }

  @Test func aNeverRuleDeniesByItsName() throws {
    let count = try live("watch") {
      $0.edit("watch") { $0.actors = ["a", "b"] }
      $0.never = [NeverRule(id: "N1", say: "no", purposes: ["health"], channels: ["email"])]
    }
    #expect(count.permittedPoints == 1 && count.deniedPoints == 0)
  }

  @Test func aPurposeThatIsGoneDeniesAllOfItsPermissions() throws {
    let report = try impact { policy in
      policy.purposes.removeAll { $0.name == "health" }
      policy.categories.removeAll { $0.name == "data.z" }
    }
    let count = try #require(report.live.first { $0.purpose == "health" })
    #expect(count.deniedPoints == 2 && count.emptied == 1)
    #expect(report.vanishedPurposes == ["health"] && report.vanishedCategories == ["data.z"])
    #expect(count.codes["PURPOSE_UNKNOWN"] == 2)
  }

  @Test func anotherBasisFitsNoPermissionOfThisOne() throws {
    let count = try live("care") {
      $0.edit("care") {
        $0.basis = .consent
        $0.consent = ConsentTerms(maxLifetime: .days(300), methods: [.webForm])
      }
    }
    #expect(count.basisMismatched == 1 && count.emptied == 1 && count.tooLong == 0)
    #expect(count.codes == ["CONSENT_MISSING": 6])
    let twin = try live("care") {
      $0.edit("care") {
        $0.basis = .legalObligation
        $0.citation = "s. 1"
      }
    }
    #expect(twin.basisMismatched == 0 && twin.deniedPoints == 0)
  }

  @Test func aBasisThatYieldsObeysAnOlderNo() async throws {
    _ = try await test.vault.withdraw(anna, purpose: "care")
    let report = try impact {
      $0.edit("care") {
        $0.basis = .legitimateInterest
        $0.assessment = CivilDate("2026-12-31").map { Assessment(reference: "r", reviewBy: $0) }
      }
    }
    let count = try #require(report.live.first { $0.purpose == "care" })
    #expect(count.codes == ["DENIED_BY_SUBJECT": 6] && count.basisMismatched == 0)
  }

  @Test func aCategoryThatBecomesSpecialWantsAnExplicitYes() throws {
    let count = try live("news") {
      $0.categories = $0.categories.map {
        CategoryDefinition(
          name: $0.name, title: $0.title,
          sensitivity: $0.name == "data.x" ? .special : $0.sensitivity,
          isLeaf: $0.isLeaf)
      }
      $0.edit("care") { $0.article9 = "h" }
    }
    // Health was an explicit statement already.
    #expect(count.codes == ["EXPLICIT_CONSENT_REQUIRED": 1])
  }

  @Test func aStoredValueOfAnOriginLessIsDenied() async throws {
    _ = try await test.vault.grant(
      anna, SmallShop.grant("news", ScopeNames(categories: ["data.y"], origins: ["inferred"])))
    let narrow = { (policy: inout Policy) in policy.edit("news") { $0.origins = Origin.implied } }
    #expect(try impact(narrow).live.first { $0.purpose == "news" }?.deniedPoints == 0)
    _ = try await test.vault.put(
      anna, [NewValue(category: "data.y", bytes: [1], origin: .inferred)])
    let count = try live("news", narrow)
    // y on two channels.
    #expect(count.deniedPoints == 2 && count.codes == ["ORIGIN_NOT_ALLOWED": 2])
  }

  @Test func quietHoursAndCapsAreLeftAside() async throws {
    let count = try live("news") {
      $0.edit("news") {
        $0.contact = ContactRule(
          atMost: 1, per: .days(1),
          quiet: QuietHours(fromMinute: 0, untilMinute: 1439, zone: "Europe/Berlin"))
      }
    }
    #expect(count.deniedPoints == 0 && count.permittedPoints == 0)
  }

  @Test func itWritesNothingAndWantsAnOwner() async throws {
    let before = try test.vault.ledger(limit: 1_000).count
    _ = try impact {
      $0.actors.append(ActorDefinition(name: "c", title: "C"))
      $0.edit("news") { $0.actors = ["c"] }
    }
    #expect(try test.vault.ledger(limit: 1_000).count == before)
    #expect(try test.vault.policyInForceNow().registry.number("c", ActorKind.self) == nil)
    #expect(try test.vault.policyLog().count == 1)
    let key = test.folder + "/news.key"
    _ = try await test.vault.issueKey(for: ["news"], to: key)
    let other = try test.open(unlockedBy: .keyFile(key))
    #expect(throws: VaultError.needsOwner) {
      try other.impact(of: SmallShop.candidate { _ in })
    }
  }

  @Test func examplesNameNobody() throws {
    let report = try impact { $0.edit("news") { $0.actors = ["b"] } }
    #expect(report.examples.map(\.verdict) == [.deny, .permit])
    #expect(report.examples.map(\.request.actor) == ["a", "b"])
    #expect(report.examples.allSatisfy { $0.leaf == nil && $0.codes == ["ACTOR_NOT_PERMITTED"] })
  }
}
