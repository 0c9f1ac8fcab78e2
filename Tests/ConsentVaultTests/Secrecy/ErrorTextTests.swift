import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Testing

/// No error says anything about a person, whatever goes wrong.
@Suite struct ErrorTextTests {
  private static let name = "canary-customer-7f3a9c"
  private static let value = "canary-value-51d20e"

  /// Every text that an error has.
  private func texts(of error: any Error) -> String {
    var dumped = ""
    dump(error, to: &dumped)
    let hint = (error as? VaultError)?.hint ?? ""
    return "\(error)\n\(String(reflecting: error))\n\(error.localizedText)\n\(hint)\n\(dumped)"
  }

  /// Runs each path, which has to fail with the code given, and looks at what it says.
  private func expectSilence(
    _ paths: [(code: String, path: () async throws -> Void)]
  ) async {
    for (code, path) in paths {
      do {
        try await path()
        Issue.record("the path to \(code) did not fail")
      } catch {
        let texts = texts(of: error)
        #expect(!texts.contains("canary"), "\(code)")
        #expect((error as? VaultError)?.code == code)
        let first = (error as? VaultError)?.description ?? ""
        #expect(!first.hasSuffix(".") && !first.contains("\n") && first.first?.isUppercase != true)
      }
    }
  }

  @Test func refusalsNameTheRuleAndNotThePerson() async throws {
    let test = try RetailVault.make()
    let (vault, who) = (test.vault, subject(Self.name))
    let style = NewValue(category: "preference.style", bytes: Array(Self.value.utf8))
    await expectSilence([
      ("SUBJECT_UNKNOWN", { _ = try await vault.put(who, [style]) }),
      ("SUBJECT_UNKNOWN", { _ = try await vault.erase(who) }),
      ("SUBJECT_UNKNOWN", { _ = try await vault.restrict(who) }),
      ("SUBJECT_UNKNOWN", { _ = try await vault.history(of: who) }),
      ("SUBJECT_UNKNOWN", { _ = try vault.report(on: who) }),
      ("PURPOSE_UNKNOWN", { _ = try await vault.grant(who, .webForm("marketing.news")) }),
      (
        "LIFETIME_TOO_LONG",
        { _ = try await vault.grant(who, .webForm("marketing.styling", end: .at(.latest))) }
      ),
      (
        "ILLEGAL_METHOD",
        { _ = try await vault.grant(who, .webForm("marketing.styling", method: "silence")) }
      ),
    ])
    let consent = try await vault.grant(who, .webForm("marketing.styling"))
    await expectSilence([
      (
        "CONSENT_MISSING",
        {
          _ = try await vault.put(
            who, [NewValue(category: "health.allergy", bytes: Array(Self.value.utf8))])
        }
      ),
      (
        "VALUE_TOO_LARGE",
        {
          _ = try await vault.put(
            who,
            [
              NewValue(
                category: "preference.style",
                bytes: Array(String(repeating: Self.value, count: 1 << 16).utf8))
            ])
        }
      ),
      (
        "KEY_INVALID",
        {
          _ = try await vault.put(
            who, [NewValue(category: "preference.style", key: "canary\n", bytes: [])])
        }
      ),
      (
        "REFERENCE_MISSING",
        {
          _ = try await vault.openGround(
            who, Ground(purpose: "service.returns", reference: "", end: .longest))
        }
      ),
      (
        "END_MISSING",
        {
          _ = try await vault.openGround(
            who, Ground(purpose: "service.returns", reference: "canary", end: .longest))
        }
      ),
    ])
    _ = try await vault.withdraw(who, consent: consent.id)
    await expectSilence([
      ("ILLEGAL_TRANSITION", { _ = try await vault.invalidate(consent.id, finding: "canary") }),
      (
        "ILLEGAL_TRANSITION",
        { _ = try await vault.revoke(who, purpose: nil, consent: consent.id, reason: "canary") }
      ),
      (
        "PERMISSION_UNKNOWN",
        { _ = try await vault.withdraw(subject("canary-other"), consent: consent.id) }
      ),
    ])
    _ = try await vault.erase(who)
    await expectSilence([
      ("SUBJECT_ERASED", { _ = try await vault.grant(who, .webForm("marketing.styling")) }),
      ("SUBJECT_ERASED", { _ = try await vault.put(who, [style]) }),
    ])
  }

  @Test func aDamagedDatabaseSaysWhatItIsAndNotWhatItHolds() async throws {
    for edit in [
      "UPDATE permission SET ends=ends+1", "UPDATE subject SET state=zeroblob(200)",
      "UPDATE value SET sealed=zeroblob(80)", "UPDATE value SET sealed=x'01'",
      "UPDATE permission SET envelope=zeroblob(90)", "DELETE FROM frontier",
      "UPDATE policy SET canonical='canary'", "UPDATE subject SET wrapped=zeroblob(66)",
    ] {
      let test = try RetailVault.make()
      let who = subject(Self.name)
      _ = try await test.vault.grant(who, .webForm("marketing.styling"))
      _ = try await test.vault.put(
        who, [NewValue(category: "preference.style", bytes: Array(Self.value.utf8))])
      try test.vault.close()
      let copy = try VaultCopy(of: test)
      try copy.raw().run(edit)
      let vault = try? copy.open()
      let paths: [() async throws -> Void] = [
        { _ = try copy.open() }, { _ = try vault?.check(who, .styling) },
        { _ = try await vault?.access(who, .styling) }, { _ = try vault?.report(on: who) },
        { _ = try vault?.verifyLedger() }, { _ = try await vault?.history(of: who) },
        { _ = try await vault?.withdraw(who, purpose: nil) },
        { _ = try await vault?.erase(who) },
      ]
      for path in paths {
        do {
          try await path()
        } catch {
          #expect(!texts(of: error).contains("canary"))
          #expect((error as? VaultError)?.kind == .integrity, "\(edit): \(error)")
        }
      }
    }
  }

  @Test func anIdThatIsNoneIsNotRepeated() throws {
    for text in ["canary\n", " canary", "", String(repeating: "canary", count: 1000)] {
      do {
        _ = try SubjectID(text)
        Issue.record("it was taken")
      } catch {
        #expect(!texts(of: error).contains("canary"))
      }
    }
  }
}

extension Error {
  /// What a caller sees who prints it as an `Error`.
  fileprivate var localizedText: String { String(describing: self as any Error) }
}
