import ConsentVault
import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

/// Once a vault has a policy key it takes nothing unsigned.
@Suite struct SignedPolicyTests {
  @Test func aVaultWithoutAKeyTakesPoliciesUnsigned() async throws {
    let shop = try await SignedShop(keyed: false)
    let wide = try RetailVault.policy("wide").source
    #expect(try await shop.refusal(wide) == nil)
    // Nobody said whose signature would count, so none is looked at.
    #expect(
      try await shop.refusal(RetailVault.policy("restored").source.with(signature: "x")) == nil)
    #expect(try shop.vault.policyLog().keys.isEmpty)
  }

  @Test func whatTheKeySignedIsLoadedAndNothingUnsignedIs() async throws {
    let shop = try await SignedShop()
    #expect(
      try await shop.refusal(RetailVault.policy("wide").source) == "POLICY_UNSIGNED")
    #expect(try await shop.refusal(RetailVault.policy().source) == "POLICY_UNSIGNED")
    #expect(try await shop.refusal(shop.policy("wide")) == nil)
    #expect(try shop.vault.policyInForceNow().policy.version.text == "2026.12.3")
    #expect(try shop.vault.policyLog().last?.signature?.key == shop.signer.verifier)
  }

  @Test func aVaultIsMadeWithAKeyOrNotAtAll() throws {
    let signer = try PolicySigner(newNamed: "example.com/policy")
    let source = try RetailVault.policy().source
    let folder = try TestFolder()
    func make(_ name: String, _ source: PolicySource) throws -> String? {
      let secret = try SecretBytes.random(count: KeyFile.secretSize)
      do throws(VaultError) {
        let made = try Vault.create(
          at: "\(folder.path)/\(name).vault", policy: source,
          policyKey: PolicyKeyChange(to: signer.verifier), key: .keyFile(secret))
        return try made.vault.policyLog().last?.signature?.key.text
      } catch { return error.code }
    }
    #expect(try make("a", source) == "POLICY_UNSIGNED")
    #expect(
      try make("b", source.signed(by: PolicySigner(newNamed: "b"))) == "POLICY_SIGNATURE_WRONG")
    #expect(try make("c", source.signed(by: signer)) == signer.verifier.text)
  }

  /// What somebody could put beside a policy instead of its signature.
  struct Forgery: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable (SignedShop) throws -> PolicySource

    init(_ name: String, _ make: @escaping @Sendable (SignedShop) throws -> PolicySource) {
      testDescription = name
      self.make = make
    }

    static let all = [
      Forgery("another key's signature") { try $0.policy("wide", by: $0.successor) },
      Forgery("the signature of another version") {
        try $0.policy("wide").with(signature: $0.policy("narrow").signature)
      },
      Forgery("a changed notice") {
        let signed = try $0.policy("wide")
        return signed.with(notices: signed.notices.map { $0.changed })
      },
      Forgery("a notice more") {
        let signed = try $0.policy("wide")
        return signed.with(
          notices: signed.notices + [Notice(id: "zz", language: "en", text: "all")])
      },
      Forgery("a notice less") {
        let signed = try $0.policy("wide")
        return signed.with(notices: signed.notices.dropLast())
      },
      Forgery("an empty file") { try $0.policy("wide").with(signature: "") },
      Forgery("the text without a signature") {
        let signed = try $0.policy("wide")
        return signed.with(signature: signed.statement.text)
      },
      Forgery("the signature line of a statement behind another statement") {
        let (wide, narrow) = (try $0.policy("wide"), try $0.policy("narrow"))
        let lines = try SignedNote(parsing: narrow.signature ?? "").signatures
        return wide.with(
          signature: SignedNote(text: wide.statement.text, signatures: lines).encoded)
      },
      Forgery("the key's word for another key") {
        try $0.policy("wide").with(signature: $0.signer.endorse($0.successor.verifier))
      },
      Forgery("a key of the same name") {
        try $0.policy("wide", by: PolicySigner(newNamed: $0.signer.verifier.name))
      },
      Forgery("a signature twice") {
        let signed = try $0.policy("wide")
        let note = try SignedNote(parsing: signed.signature ?? "")
        return signed.with(
          signature: SignedNote(
            text: note.text, signatures: note.signatures + note.signatures
          ).encoded)
      },
      Forgery("other line ends") {
        let signed = try $0.policy("wide")
        return signed.with(signature: signed.signature?.replacing("\n", with: "\r\n"))
      },
    ]
  }

  @Test(arguments: Forgery.all)
  func noOtherSignatureCounts(_ forgery: Forgery) async throws {
    let shop = try await SignedShop()
    #expect(try await shop.refusal(forgery.make(shop)) == "POLICY_SIGNATURE_WRONG")
    #expect(try await shop.refusal(shop.policy("wide")) == nil)
  }

  @Test func noByteOfASignatureCanBeChanged() async throws {
    let shop = try await SignedShop()
    let signed = try shop.policy("wide")
    let note = Array((signed.signature ?? "").utf8)
    for index in note.indices {
      var bytes = note
      bytes[index] ^= 1
      let changed = signed.with(signature: String(decoding: bytes, as: UTF8.self))
      #expect(throws: VaultError.self, "byte \(index)") {
        try changed.requireSignature(by: shop.signer.verifier)
      }
    }
    #expect(try signed.requireSignature(by: shop.signer.verifier) == signed.signature)
  }

  @Test func signaturesOfOthersBesideTheKeysDoNoHarm() async throws {
    let shop = try await SignedShop()
    let signed = try shop.policy("wide")
    var note = try SignedNote(parsing: signed.signature ?? "")
    note.add(try shop.successor.sign(note.text))
    #expect(try await shop.refusal(signed.with(signature: note.encoded)) == nil)
  }

  @Test func theKeyComesIntoForceWithAPolicyThatItSignedOnly() async throws {
    let shop = try await SignedShop(keyed: false)
    let key = PolicyKeyChange(to: shop.signer.verifier)
    let unsigned = try RetailVault.policy().source
    #expect(try await shop.refusal(unsigned, setting: key) == "POLICY_UNSIGNED")
    #expect(
      try await shop.refusal(shop.policy(by: shop.successor), setting: key)
        == "POLICY_SIGNATURE_WRONG")
    // The policy in force gets its signature by being loaded again.
    let change = try await shop.vault.loadPolicy(shop.policy(), setting: key)
    #expect(change.changed && change.key == shop.signer.verifier)
    #expect(try shop.vault.policyInForceNow().number == 2)
    let again = try await shop.vault.loadPolicy(shop.policy(), setting: key)
    #expect(!again.changed)
    let leaves = try shop.vault.ledger(limit: 100).suffix(2)
    #expect(leaves.map(\.type) == ["policy loaded", "policy key set"])
    #expect(leaves.last?.detail?.text == shop.signer.verifier.text)
    #expect(try await shop.vault.texts(shop.world.anna, .styling) == ["preference.style": "plain"])
  }

  @Test func aNoticeThatIsThereAlreadyMustBeSignedToo() async throws {
    let shop = try await SignedShop(keyed: false)
    let key = PolicyKeyChange(to: shop.signer.verifier)
    let source = try RetailVault.policy("narrow").source
    let more = source.with(
      notices: source.notices + [Notice(id: "zz", language: "de", text: "alt")])
    _ = try await shop.vault.loadPolicy(more)
    #expect(
      try await shop.refusal(shop.policy("narrow"), setting: key) == "NOTICE_UNSIGNED")
    #expect(try await shop.refusal(more.signed(by: shop.signer), setting: key) == nil)
    // One that was signed once may be left out of a later version.
    _ = try await shop.vault.loadPolicy(shop.policy("wide"))
    _ = try shop.vault.verifyLedger()
  }

  @Test func onlyAnOwnerSetsAKey() async throws {
    let shop = try await SignedShop(keyed: false)
    let path = shop.world.test.folder + "/purpose.key"
    _ = try await shop.vault.issueKey(for: ["marketing.styling"], to: path)
    let holder = try shop.world.test.open(unlockedBy: .keyFile(path))
    let key = PolicyKeyChange(to: shop.signer.verifier)
    #expect(
      try await shop.refusal(shop.policy(), setting: key, in: holder) == "OWNER_KEY_NEEDED")
    _ = try await shop.vault.loadPolicy(shop.policy("wide"), setting: key)
    #expect(try await holder.texts(shop.world.anna, .styling) == ["preference.style": "plain"])
  }

  @Test func theDoctorSaysWhoSigned() async throws {
    let shop = try await SignedShop()
    let finding = try #require(try shop.vault.examine().first { $0.check == "policy-key" })
    #expect(finding.isGood && finding.message.hasSuffix("signed by example.com/policy"))
  }
}

extension Notice {
  fileprivate var changed: Notice { Notice(id: id, language: language, text: text + " ") }
}
