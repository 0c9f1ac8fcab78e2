import ConsentVault
import ConsentVaultTesting
import Testing

@Suite struct GrantTests {
  private let anna = subject("anna")

  @Test func aConsentOpensWhatItNames() async throws {
    let test = try RetailVault.make()
    _ = try await test.vault.grant(
      anna, .webForm("marketing.styling", ScopeNames(categories: ["preference.style"])))
    _ = try await test.vault.put(
      anna, [NewValue(category: "preference.style", bytes: Array("plain".utf8))])
    #expect(try await test.vault.texts(anna, .styling) == ["preference.style": "plain"])
  }

  @Test func aConsentOpensNothingThatItDoesNotName() async throws {
    let test = try RetailVault.make()
    _ = try await test.vault.grant(
      anna, .webForm("marketing.styling", ScopeNames(categories: ["preference.style"])))
    var request = Request.styling
    request.categories = ["preference.size"]
    #expect(try await test.vault.refusal(anna, request) == ["CATEGORY_NOT_CONSENTED"])
    #expect(try await test.vault.refusal(anna, .sizes) == ["CONSENT_MISSING"])
    let put = await code {
      _ = try await test.vault.put(anna, [NewValue(category: "preference.size", bytes: [1])])
    }
    #expect(put == "CATEGORY_NOT_CONSENTED")
  }

  @Test func aConsentLastsNoLongerThanThePolicyAllows() async throws {
    let test = try RetailVault.make()
    let longest = try #require(RetailVault.noon.advanced(by: .days(365)))
    let exact = try await test.vault.grant(
      anna, .webForm("marketing.styling", end: .at(longest)))
    #expect(exact.until == longest)
    let left = try await test.vault.grant(anna, .webForm("marketing.styling"))
    #expect(left.until == longest)
    let later = try #require(TimeSpan(milliseconds: TimeSpan.days(365).milliseconds + 1))
    let over = await code {
      _ = try await test.vault.grant(anna, .webForm("marketing.styling", end: .after(later)))
    }
    #expect(over == "LIFETIME_TOO_LONG")
  }

  @Test func anEndComesAfterTheStart() async throws {
    let test = try RetailVault.make()
    for end in [RetailVault.noon, RetailVault.noon.backed(by: .seconds(1))] {
      let found = await code {
        _ = try await test.vault.grant(anna, .webForm("marketing.styling", end: .at(end)))
      }
      #expect(found == "END_BEFORE_START")
    }
    #expect(
      await code {
        _ = try await test.vault.grant(anna, .webForm("marketing.styling", end: .after(.zero)))
      } == "END_BEFORE_START")
  }

  @Test func noEndLiesBehindTheYear9999() async throws {
    #expect(Timestamp("10000-01-01T00:00:00Z") == nil)
    let test = try RetailVault.make(at: instant("9999-12-31T00:00:00Z"))
    let over = await code {
      _ = try await test.vault.grant(anna, .webForm("marketing.styling", end: .after(.days(2))))
    }
    #expect(over == "LIFETIME_TOO_LONG")
    let last = try await test.vault.grant(anna, .webForm("marketing.styling"))
    #expect(last.until == .latest)
  }

  @Test func aGroundHasAReferenceAndAnEnd() async throws {
    let test = try RetailVault.make()
    func open(_ reference: String, _ end: Grant.End) async -> String? {
      await code {
        _ = try await test.vault.openGround(
          anna, Ground(purpose: "service.returns", reference: reference, end: end))
      }
    }
    #expect(await open("order 1", .longest) == "END_MISSING")
    #expect(await open("", .after(.days(1))) == "REFERENCE_MISSING")
    #expect(await open("order 1", .at(RetailVault.noon)) == "END_BEFORE_START")
    #expect(await open("order 1", .after(.days(3_000_000))) == "END_BEFORE_START")
    #expect(await open("order 1", .after(.days(30))) == nil)
  }

  @Test func aConsentDatedBackNeedsEvidence() async throws {
    let test = try RetailVault.make()
    var grant = Grant.webForm("marketing.styling")
    grant.eventTime = RetailVault.noon.backed(by: .seconds(1))
    let dated = grant
    #expect(await code { _ = try await test.vault.grant(anna, dated) } == "EVIDENCE_REQUIRED")
    grant.evidence = Digest(bytes: [UInt8](repeating: 7, count: 32))
    let proven = grant
    #expect(await code { _ = try await test.vault.grant(anna, proven) } == nil)
  }

  @Test(arguments: ["silence", "pre-ticked-box", "bundled-terms"])
  func whatIsNoConsentIsRefusedByName(_ method: String) async throws {
    let test = try RetailVault.make()
    let found = await code {
      _ = try await test.vault.grant(anna, .webForm("marketing.styling", method: method))
    }
    #expect(found == "ILLEGAL_METHOD")
    #expect(try test.vault.check(anna, .styling).codes == ["SUBJECT_UNKNOWN"])
  }

  @Test func aMethodHasToBeOnThePolicysList() async throws {
    let test = try RetailVault.make()
    func grant(by method: String) async -> String? {
      await code {
        _ = try await test.vault.grant(anna, .webForm("marketing.styling", method: method))
      }
    }
    #expect(await grant(by: "phone-call") == "METHOD_NOT_ALLOWED")
    #expect(await grant(by: "telepathy") == "METHOD_UNKNOWN")
    #expect(await grant(by: "in-store-form") == nil)
  }

  @Test func theOperatorIsNeverTheGiver() async throws {
    var options = Vault.Options()
    options.typist = "clerk-7"
    let test = try RetailVault.make(options: options)
    func grant(by giver: Giver) async -> String? {
      var grant = Grant.webForm("marketing.styling")
      grant.giver = giver
      let given = grant
      return await code { _ = try await test.vault.grant(anna, given) }
    }
    #expect(await grant(by: .agent("clerk-7")) == "ILLEGAL_GIVER")
    #expect(await grant(by: .guardian("clerk-7")) == "ILLEGAL_GIVER")
    #expect(await grant(by: .guardian("her mother")) == nil)
  }

  @Test func onlyAConsentPurposeIsGrantedAndOnlyAnotherHasAGround() async throws {
    let test = try RetailVault.make()
    #expect(
      await code {
        _ = try await test.vault.grant(
          anna, .webForm("service.returns", notice: "marketing-styling.en"))
      } == "BASIS_MISMATCH")
    #expect(
      await code {
        _ = try await test.vault.openGround(
          anna, Ground(purpose: "marketing.styling", reference: "x", end: .after(.days(1))))
      } == "BASIS_MISMATCH")
  }

  @Test func unknownNamesAreRefusedWithCodesOfTheirOwn() async throws {
    let test = try RetailVault.make()
    func grant(_ purpose: String, _ scope: ScopeNames = ScopeNames(), _ notice: String? = nil)
      async -> String?
    {
      await code { _ = try await test.vault.grant(anna, .webForm(purpose, scope, notice: notice)) }
    }
    #expect(await grant("marketing") == "PURPOSE_IS_GROUP")
    #expect(await grant("marketing.news") == "PURPOSE_UNKNOWN")
    let styling = "marketing.styling"
    #expect(await grant(styling, ScopeNames(categories: ["shoe"])) == "CATEGORY_UNKNOWN")
    #expect(
      await grant(styling, ScopeNames(categories: ["contact.phone"])) == "CATEGORY_NOT_ALLOWED")
    #expect(await grant(styling, ScopeNames(recipients: ["mailer"])) == "RECIPIENT_NOT_ALLOWED")
    #expect(await grant(styling, ScopeNames(channels: ["fax"])) == "CHANNEL_UNKNOWN")
    #expect(await grant(styling, ScopeNames(operations: ["profile"])) == "OPERATION_NOT_ALLOWED")
    #expect(await grant(styling, ScopeNames(origins: ["third-party:x"])) == "ORIGIN_NOT_ALLOWED")
    #expect(await grant(styling, ScopeNames(), "no-such.en") == "NOTICE_UNKNOWN")
    #expect(try test.vault.check(anna, .styling).codes == ["SUBJECT_UNKNOWN"])
  }
}
