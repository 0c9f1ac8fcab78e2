import FoundationEssentials
import Glibc
import Testing

/// The commands about a policy's file that need no vault.
@Suite struct PolicyFilesAsTyped {
  private let folder: TemporaryFolder

  private static let source = """
    # What the shop may do.
    schema: 1
    policy:   shop # its name
    version: 1.0
    controller: {name: Shop, contact: dpo@example.com}
    categories: {contact: {email: E-mail address, phone: Phone number}}
    channels: [email]
    actors: {mailer: Who sends mail, desk: Who answers the phone}
    purposes:
      news:
        title: Newsletter
        benefit: You hear of offers.
        basis: consent
        categories: [contact.email]
        actors: [mailer]
        channels: [email]
        consent: {max_lifetime: 365d, methods: [web-form]}
        retention: 0d
    # The end.

    """

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("policy.yaml", Self.source, mode: 0o640)
    try folder.write(
      "new.yaml", Self.source.replacing("actors: [mailer]", with: "actors: [mailer, desk]"))
  }

  private func run(_ words: [String], input: String = "") throws -> Program.Run {
    try Program.run(["policy"] + words, Program.Options(input: input, folder: folder.path))
  }

  @Test func layingOutKeepsCommentsModeAndMeaning() throws {
    let compiled = try run(["compile", "policy.yaml"]).output
    #expect(unsafe symlink("policy.yaml", folder["link.yaml"]) == 0)
    #expect(try run(["fmt", "link.yaml", "--check"]).code == 3)
    #expect(folder.read("policy.yaml") == Self.source)
    let names = folder.names()
    #expect(try run(["fmt", "link.yaml", "--json"]).output.contains(#""changed":true"#))
    #expect(folder.names() == names && folder.mode("policy.yaml") == 0o640)
    let text = folder.read("policy.yaml")
    for comment in ["# What the shop may do.\n", "# its name\n", "# The end.\n"] {
      #expect(text.contains(comment))
    }
    #expect(try run(["compile", "policy.yaml"]).output == compiled)
    #expect(try run(["fmt", "policy.yaml", "--check"]).code == 0)
    #expect(try run(["fmt", "-"], input: Self.source).output == text)
  }

  @Test func whatCannotBeLaidOutStaysAsItIs() throws {
    for (text, code) in [("a: [", 3), ("a: \0", 3), ("", 3), ("a: &x 1\nb: *x\n", 3)]
      as [(String, Int32)]
    {
      try folder.write("tests.yaml", text)
      let refused = try run(["fmt", "tests.yaml", "--json"])
      #expect(refused.code == code && refused.output.isEmpty, "\(refused.error)")
      #expect(folder.read("tests.yaml") == text)
    }
    #expect(try run(["fmt", "-"], input: "a\0").code == 64)
    #expect(try run(["fmt", "none.yaml"]).code == 5)
    #expect(try run(["fmt", "."]).code == 74)
  }

  @Test func aDifferenceIsTheCombinationsThatChange() throws {
    let same = try run(["diff", "policy.yaml", "policy.yaml", "--exit-code", "--json"])
    #expect(same.code == 0 && same.output.contains(#""permitted":0,"denied":0"#))
    let more = try run(["diff", "policy.yaml", "new.yaml", "--json"])
    #expect(more.code == 0 && more.output.contains(#""permitted":1,"denied":0"#), "\(more.output)")
    let less = try run(["diff", "new.yaml", "policy.yaml", "--exit-code", "--json"])
    #expect(less.code == 3 && less.output.contains(#""permitted":0,"denied":1"#))
    #expect(try run(["diff", "policy.yaml", "none.yaml"]).code == 5)
  }

  @Test func whoAndWhatAnswerFromTheFileAlone() throws {
    let asked = ["--policy", "policy.yaml", "--json"]
    let who = try run(["who", "--category", "contact.email"] + asked)
    #expect(who.code == 0 && who.output.contains(#""actors":["mailer"]"#))
    let nobody = try run(["who", "--category", "contact.phone"] + asked)
    #expect(nobody.code == 0 && nobody.output.contains(#""purposes":[]"#))
    let what = try run(["what", "--purpose", "news"] + asked)
    #expect(what.code == 0 && what.output.contains(#""categories":["contact.email"]"#))
    let typo = try run(["what", "--purpose", "nows"] + asked)
    #expect(typo.code == 5 && typo.error.contains("did you mean `news`?"))
    #expect(try run(["who", "--category", "contact"]).code == 2)
  }

  @Test func schemasAreThoseThatLieInTheRepository() throws {
    let policies = TestVault.policy.split(separator: "/").dropLast(2).joined(separator: "/")
    for name in ["policy", "tests"] {
      let printed = try run(["schema", name])
      let kept = FileManager.default.contents(atPath: "/\(policies)/schema/\(name).schema.json")
      #expect(printed.code == 0 && Array(printed.output.utf8) == kept.map(Array.init))
    }
  }

  @Test func aPolicyWithoutTestsIsNoSuccess() throws {
    #expect(try run(["test", "."]).code == 5)
    try folder.write("tests.yaml", "schema: 1\npolicy: shop\n")
    let empty = try run(["test", ".", "--json"])
    #expect(empty.code == 3 && empty.output.contains(#""cases":0"#))
    let changed = try run(["test", ".", "--mutate", "--json"])
    #expect(changed.code == 3 && changed.output.contains(#""killed_by_tests":0"#))
  }

  @Test func aTestThatFailsIsToldAndLeavesNoScore() throws {
    let table = "at: 2026-03-02T10:00:00Z\nonly:\n  - {purpose: news, actors: [mailer]}\n"
    try folder.write("tests.yaml", "schema: 1\npolicy: shop\n" + table)
    #expect(try run(["test", ".", "--coverage", "--junit", "held.xml"]).code == 0)
    #expect(folder.read("held.xml").contains(#"failures="0""#))
    #expect(try run(["test", ".", "--junit", "held.xml"]).code == 64)
    #expect(try run(["test", ".", "--junit", "-"]).code == 64 && !folder.names().contains("-"))
    try folder.write("policy.yaml", folder.read("new.yaml"))
    let failed = try run(["test", ".", "--mutate", "--json", "--junit", "failed.xml"])
    #expect(failed.code == 3 && failed.output.contains(#""failed":1,"mutants":0"#))
    #expect(!failed.output.contains("score_permille"))
    #expect(folder.read("failed.xml").contains("<failure "))
  }

  @Test func aQuestionIsAboutOnePolicy() throws {
    let asked = ["who", "--category", "contact.email", "--policy", "policy.yaml"]
    #expect(try run(asked).code == 0)
    #expect(try run(asked + ["--vault", "shop.vault"]).code == 64)
  }
}
