import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Testing
import VaultPolicy

/// Making a vault from the library alone.
@Suite struct NewVaultTests {
  /// A folder that goes away with this value.
  private struct Folder: ~Copyable {
    let path: String

    init() throws {
      path =
        FileManager.default.temporaryDirectory.appending(path: "new-vault-\(UUID().uuidString)")
        .path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private func source() throws -> PolicySource { try RetailVault.policy().source }

  private func notices() throws -> [String: String] {
    try Dictionary(
      uniqueKeysWithValues: source().notices.map { ("\($0.id).\($0.language)", $0.text) })
  }

  @Test func aCompiledPolicyMakesAVaultThatItsKeyFileOpens() async throws {
    let folder = try Folder()
    var code: [UInt8] = []
    let made = try Vault.create(
      at: folder.path + "/shop.vault", compiledPolicy: source().policy.canonicalJSON(),
      notices: notices(), keyFile: folder.path + "/shop.key"
    ) { span in
      unsafe span.withUnsafeBytes { bytes in unsafe code.append(contentsOf: bytes) }
    }
    #expect(code.count == 26)
    let anna = subject("anna")
    _ = try await made.grant(anna, .webForm("marketing.styling"))
    try made.close()
    let again = try await Vault.open(
      at: folder.path + "/shop.vault", unlockedBy: .keyFile(folder.path + "/shop.key"))
    #expect(try again.check(anna, .styling).verdict == .permit)
  }

  @Test func whoMakesChangesHasANameThatALeafCanHold() async throws {
    func options(_ name: String) -> Vault.Options {
      var options = Vault.Options()
      options.typist = name
      return options
    }
    let longest = String(repeating: "x", count: 255)
    let test = try RetailVault.make(options: options(longest))
    for name in [longest + "x", "clerk\n"] {
      #expect(
        await code { _ = try RetailVault.make(options: options(name)) } == "ACTOR_INVALID")
      let opening = await code {
        _ = try await Vault.open(
          at: test.path, unlockedBy: .keyFile(test.keyFile), options: options(name))
      }
      #expect(opening == "ACTOR_INVALID")
    }
  }

  @Test func aPolicyThatIsNotCanonicalMakesNothing() async throws {
    let folder = try Folder()
    let policy = try source().policy.canonicalJSON() + " "
    let error = await code {
      _ = try Vault.create(
        at: folder.path + "/shop.vault", compiledPolicy: policy, notices: notices(),
        keyFile: folder.path + "/shop.key"
      ) { _ in }
    }
    #expect(error == "POLICY_INVALID")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
