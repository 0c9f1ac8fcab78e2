/// A vault under the shop's example policy, made by the binary.
struct TestVault {
  let folder: TemporaryFolder
  let recoveryCode: String

  /// The shop's policy, which lies in the repository.
  static let policy: String = {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return "/\(root)/Policies/retail-crm/policy.yaml"
  }()

  /// Makes it, with an outside anchor of that name in its folder if there is one.
  init(anchor: String? = nil) throws {
    folder = try TemporaryFolder()
    let anchor = anchor.map { [folder] in ["--anchor", folder[$0]] } ?? []
    let words = ["--policy", Self.policy, "--key-file", folder["key"], "--json"]
    let made = try Program.run(["init", folder["shop.vault"]] + words + anchor)
    guard made.code == 0, let code = made.output.field("recovery_code") else {
      throw TemporaryFolder.Failure()
    }
    recoveryCode = code
  }

  var environment: [String: String] {
    ["CVAULT_VAULT": folder["shop.vault"], "CVAULT_KEY_FILE": folder["key"]]
  }

  /// Runs a command on it.
  func run(_ words: [String], input: String = "", output: Program.Output = .kept) throws
    -> Program.Run
  {
    try Program.run(
      words, Program.Options(input: input, environment: environment, output: output))
  }

  /// Records a consent and gives its id.
  func grant(_ subject: String = "C-1", _ more: [String] = []) throws -> String {
    let run = try run(Self.grant(subject) + more + ["--json"])
    guard run.code == 0, let id = run.output.field("consent") else {
      throw TemporaryFolder.Failure()
    }
    return id
  }

  static func grant(_ subject: String) -> [String] {
    [
      "grant", subject, "--purpose", "personalise.recommendations", "--notice",
      "personalise-recommendations", "--method", "web-form",
    ]
  }

  static func ask(_ command: String, _ subject: String) -> [String] {
    [
      command, subject, "--purpose", "personalise.recommendations", "--category",
      "preference.size", "--as", "shop-engine",
    ]
  }

  /// The ledger's size and root with the number of rows: the same as long as nothing changed.
  func fingerprint() throws -> String {
    let run = try run(["ledger", "verify", "--json"])
    guard run.code == 0 else { throw TemporaryFolder.Failure() }
    return run.output
  }
}

extension String {
  /// The text of the first member of that name, in JSON that we wrote ourselves.
  func field(_ name: String) -> String? {
    guard let start = firstRange(of: "\"\(name)\":\"")?.upperBound else { return nil }
    let rest = self[start...]
    return rest.firstIndex(of: "\"").map { String(rest[..<$0]) }
  }

  private func firstRange(of text: String) -> Range<String.Index>? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(text) {
        return index..<self.index(index, offsetBy: text.count)
      }
      index = self.index(after: index)
    }
    return nil
  }
}
