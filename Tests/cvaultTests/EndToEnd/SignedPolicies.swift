import FoundationEssentials
import Glibc
import Testing

/// Signing policies, and a vault that takes nothing else, as they are typed.
@Suite struct SignedPolicies {
  private let folder: TemporaryFolder
  private let vault: TestVault
  private let key: String

  init() throws {
    vault = try TestVault()
    folder = vault.folder
    let made = try Program.run([
      "policy", "key", "new", "--out", folder["signer"], "--name", "example.com/policy", "--json",
    ])
    key = try #require(made.output.field("key"))
    // The shop's policy with its notices, to be changed.
    let source = TestVault.policy.split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.copyItem(atPath: "/\(source)", toPath: folder["shop"])
  }

  private var policy: String { folder["shop/policy.yaml"] }
  private var signature: String { folder.read("shop/policy.yaml.sig") }

  private func write(version: String) throws {
    try folder.write(
      "shop/policy.yaml",
      folder.read("shop/policy.yaml").replacing(/(?m)^version: .*$/, with: "version: \(version)"))
  }

  private func sign(_ signer: String = "signer") throws -> Program.Run {
    try Program.run(["policy", "sign", policy, "--key", folder[signer], "--json"])
  }

  /// The code with which a command fails, and that nothing changed by it; empty if it does not fail.
  private func refusal(_ words: [String]) throws -> String {
    let before = try vault.fingerprint()
    let run = try vault.run(words + ["--json"])
    guard run.code != 0 else { return "" }
    #expect(run.code == 3 && run.output.isEmpty)
    #expect(try vault.fingerprint() == before)
    return run.error.field("code") ?? run.error
  }

  @Test func aSignatureLiesBesideThePolicyAndIsReplaced() throws {
    let made = try sign()
    #expect(made.code == 0, "\(made.error)")
    #expect(made.output.field("key") == key)
    #expect(signature.hasPrefix("cvault/v1/signed-policy\npolicy retail-crm\nversion 2026."))
    #expect(try Program.run(["policy", "verify", policy, "--key", key]).code == 0)
    // The key may stand in a file.
    try folder.write("key.pub", key + "\n")
    #expect(try Program.run(["policy", "verify", policy, "--key", folder["key.pub"]]).code == 0)
    let first = signature
    try write(version: "2026.99.2")
    let old = try Program.run(["policy", "verify", policy, "--key", key, "--json"])
    #expect(old.code == 3 && old.error.field("code") == "POLICY_SIGNATURE_WRONG")
    #expect(try sign().code == 0)
    #expect(signature != first)
    #expect(try Program.run(["policy", "verify", policy, "--key", key]).code == 0)
    #expect(folder.names("shop").filter { $0.contains(".sig") } == ["policy.yaml.sig"])
    // Also one that is none; and whoever may read the policy may read it.
    try folder.write("shop/policy.yaml.sig", "\0")
    #expect(try Program.run(["policy", "verify", policy, "--key", key]).code == 3)
    #expect(try sign().code == 0)
    #expect(folder.mode("shop/policy.yaml.sig") == 0o644)
    #expect(try Program.run(["policy", "verify", policy, "--key", key]).code == 0)
  }

  @Test func thePrivateKeyIsAFileOfItsOwnersAndNoArgument() throws {
    #expect(folder.read("signer").hasPrefix("PRIVATE+KEY+example.com/policy+"))
    let parts = folder.read("signer").split(separator: "+", maxSplits: 4)
    let seed = try #require(parts.last.map(String.init))
    #expect(parts.count == 5 && seed.utf8.count > 40)
    for run in [try sign(), try Program.run(["policy", "verify", policy, "--key", key])] {
      #expect(!(run.output + run.error + signature).contains(seed.dropLast()))
    }
    let again = try Program.run(["policy", "key", "new", "--out", folder["signer"], "--json"])
    #expect(again.code == 64 && again.error.field("code") == "FILE_EXISTS")
    try folder.write("open", folder.read("signer"), mode: 0o644)
    #expect(try sign("open").error.field("code") == "FILE_UNSAFE")
    try folder.write("none", "PRIVATE+KEY+x+00000000+AAAA\n")
    let none = try sign("none")
    #expect(none.code == 4 && none.error.field("code") == "SIGNING_KEY_INVALID")
    let name = try Program.run(["policy", "key", "new", "--out", folder["a"], "--name", "a b"])
    #expect(name.code == 64)
    #expect(!folder.names().contains("a"))
  }

  @Test func aVaultWithAKeyTakesNothingElse() throws {
    let set = ["policy", "key", "set", key, "--policy", policy]
    #expect(try refusal(set) == "POLICY_UNSIGNED")
    #expect(try vault.run(["policy", "key", "show", "--json"]).output.contains(#""key":null"#))
    _ = try sign()
    // Nothing is accepted that is not enforced.
    #expect(try refusal(set + ["--endorsement", policy]) == "ENDORSEMENT_WRONG")
    let made = try vault.run(set + ["--json"])
    #expect(made.code == 0 && made.output.field("key") == key, "\(made.error)")
    #expect(try vault.run(["policy", "key", "show", "--json"]).output.field("key") == key)
    let load = ["policy", "load", policy]
    try write(version: "2026.99.2")
    #expect(try refusal(load) == "POLICY_SIGNATURE_WRONG")
    _ = unsafe unlink(folder["shop/policy.yaml.sig"])
    #expect(try refusal(load) == "POLICY_UNSIGNED")
    _ = try sign()
    let notice = folder.names("shop/notices")[0]
    let text = folder.read("shop/notices/\(notice)")
    try folder.write("shop/notices/\(notice)", text + "And more.\n")
    #expect(try refusal(load) == "POLICY_SIGNATURE_WRONG")
    try folder.write("shop/notices/\(notice)", text)
    #expect(try vault.run(load + ["-n"]).code == 0)
    #expect(try vault.run(load).code == 0)
    let log = try vault.run(["policy", "log"])
    #expect(log.output.contains("example.com/policy"))
    #expect(try vault.run(["ledger", "show"]).output.contains("policy key set"))
  }

  @Test func aVaultIsMadeWithAKey() throws {
    let words = [
      "init", folder["new.vault"], "--policy", policy, "--key-file", folder["new.key"],
      "--policy-key", key, "--json",
    ]
    let refused = try Program.run(words)
    #expect(refused.code == 3 && refused.error.field("code") == "POLICY_UNSIGNED")
    #expect(!folder.names().contains { $0.hasPrefix("new.") })
    _ = try sign()
    let made = try Program.run(words)
    #expect(made.code == 0 && made.output.field("policy_key") == key, "\(made.error)")
  }

  @Test func aKeyIsReplacedByItsOwnWordAlone() throws {
    _ = try sign()
    _ = try vault.run(["policy", "key", "set", key, "--policy", policy])
    let spare = try Program.run(["policy", "key", "new", "--out", folder["spare"], "--json"])
    let next = try #require(spare.output.field("key"))
    let endorse = ["policy", "key", "endorse", next, "--key", folder["signer"], "--out"]
    #expect(try Program.run(endorse + [folder["word"]]).code == 0)
    _ = try sign("spare")
    let set = ["policy", "key", "set", next, "--policy", policy]
    #expect(try refusal(set) == "POLICY_KEY_BOUND")
    try folder.write("false", folder.read("word").replacing("example", with: "examine"))
    #expect(try refusal(set + ["--endorsement", folder["false"]]) == "ENDORSEMENT_WRONG")
    #expect(try vault.run(set + ["--endorsement", folder["word"]]).code == 0)
    _ = try sign()
    #expect(try refusal(["policy", "load", policy]) == "POLICY_SIGNATURE_WRONG")
  }

  @Test func aRollbackIsShown() throws {
    try write(version: "2026.99.2")
    #expect(try vault.run(["policy", "load", policy]).code == 0)
    try write(version: "2026.99.1")
    let load = ["policy", "load", policy]
    #expect(try refusal(load) == "VERSION_OLDER")
    let older = try vault.run(load + ["--allow-older", "--json"])
    #expect(older.output.field("older_than") == "2026.99.2", "\(older.error)")
    let log = try vault.run(["policy", "log", "--json"])
    #expect(log.output.field("older_than") == "2026.99.2")
    #expect(try vault.run(["ledger", "show"]).output.contains("older, over 2026.99.2"))
  }

  @Test func whatIsNoKeyIsSaidToBeNone() throws {
    let words = ["policy", "verify", policy, "--key"]
    for word in ["a+b+c", key + "x", key.replacing("example", with: "examine")] {
      let run = try Program.run(words + [word, "--json"])
      // Without a signature there is nothing to hold a key against; the key is read all the same.
      #expect(run.code == 64 && run.error.field("code") == "POLICY_KEY_INVALID", "\(word)")
    }
  }
}
