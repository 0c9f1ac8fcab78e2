import DocumentTesting
import PolicyFiles
import Testing
import VaultPolicy

@Suite struct LayoutRules {
  private func laidOut(_ text: String) throws -> String {
    try PolicyFormat.document(text, file: "tests.yaml")
  }

  /// The numbers of a random layout's comments, in the order of the text.
  private func numbers(_ text: String) -> [Int] {
    text.split(separator: "#", omittingEmptySubsequences: false).dropFirst().compactMap {
      $0.first?.isNumber == true ? Int($0.prefix { $0.isNumber }) : nil
    }
  }

  @Test(arguments: 0..<1000)
  func everyLayoutComesOutTheSameTwiceWithTheSameTextsAndComments(_ seed: UInt64) throws {
    let layout = RandomLayout(seed: seed)
    let before = try YAMLReader.read(layout.text, file: "x.yaml")
    let once = try laidOut(layout.text)
    #expect(try YAMLReader.read(once, file: "x.yaml").json == before.json)
    #expect(numbers(once) == Array(0..<layout.comments), "\(layout.text)\n=>\n\(once)")
    #expect(try laidOut(once) == once, "\(layout.text)\n=>\n\(once)")
    #expect(!once.contains("\r"))
  }

  @Test func commentsStayAtWhatTheySpeakOf() throws {
    let text = """
      # of the file


      # of a
      a:    # behind a
          # of b
          - b:  1   # behind b
            c: [ x,y ]# behind the list
            # end of the item
          # end of a
      d:   # of the value
        yes
      # of the end
      """
    let expected = """
      # of the file

      # of a
      a:  # behind a
        # of b
        - b: 1       # behind b
          c: [x, y]  # behind the list
          # end of the item
        # end of a
      # of the value
      d: yes
      # of the end

      """
    #expect(try laidOut(text) == expected)
  }

  @Test func aListWithCommentsGetsALineForEachItem() throws {
    let text = "a: {b: [x, # one\n  y], c: 1} # all\n"
    let expected = """
      a:
        b:
          - x  # one
          - y
        c: 1
        # all

      """
    #expect(try laidOut(text) == expected)
  }

  @Test func whatDoesNotFitIntoTheLineGoesOnInTheNext() throws {
    let words = (10..<40).map { "word\($0)" }
    let list = try laidOut("list: [\(words.joined(separator: ","))]\n")
    #expect(list.split(separator: "\n").count == 3)
    #expect(list.split(separator: "\n").allSatisfy { $0.count <= 120 })
    #expect(list.split(separator: "\n").dropFirst().allSatisfy { $0.hasPrefix("  word") })
    let mapping = try laidOut("m: {a: [\(words.joined(separator: ","))]}\n")
    #expect(mapping.hasPrefix("m:\n  a: [word10,"))
    // What people wrote in one line stays in one.
    let sentence = "say: \(words.joined(separator: " "))\n"
    #expect(try laidOut(sentence) == sentence)
    let folded = try laidOut("say: \(words.joined(separator: "\n    "))\n")
    #expect(folded.split(separator: "\n").count == 2)
  }

  @Test(arguments: [
    (#""plain""#, "plain"), (#"'AO s. 147'"#, "AO s. 147"), (#""true""#, #""true""#),
    ("true", "true"), (#""12""#, #""12""#), (#""1.2""#, #""1.2""#), (#""""#, #""""#),
    (#""it's""#, "it's"), (#"'a: b'"#, #""a: b""#), (#"'a #b'"#, #""a #b""#),
    (#""say \"hi\"""#, #"say "hi""#), (#""\"a\": b""#, #"'"a": b'"#),
    (#""a\nb""#, #""a\nb""#), (#"" a""#, #"" a""#),
    (#""\u00e4""#, "ä"), (#""\u202e""#, #""\u202E""#), (#""2026-12-31""#, #""2026-12-31""#),
    (#""no""#, #""no""#), (#""Nobody""#, "Nobody"), (#""[x]""#, #""[x]""#), (#""-x""#, #""-x""#),
    (#""21:00-08:00 Europe/Berlin""#, "21:00-08:00 Europe/Berlin"),
  ])
  func quotesStandWhereTheyAreNeeded(_ written: String, _ expected: String) throws {
    #expect(try laidOut("key: \(written)\n") == "key: \(expected)\n")
  }

  @Test func aTextOfSeveralLinesKeepsThem() throws {
    let text =
      "a:\n    b: |+\n        one\n          two\n\n    c: >-\n      # no comment\n      x\n"
    let expected = "a:\n  b: |+\n    one\n      two\n\n  c: >-\n    # no comment\n    x\n"
    #expect(try laidOut(text) == expected)
  }

  @Test func linesThatEndInCarriageReturnsEndInLineFeeds() throws {
    #expect(try laidOut("a: 1\r\n# x\r\nb:\r\n- c\r\n") == "a: 1\n# x\nb:\n  - c\n")
  }

  @Test func anInvalidPolicyIsRefusedWithItsProblems() {
    for (old, new) in [("basis: consent", "basis: consnt"), ("[robot]", "[robot"), ("30d", "0d")] {
      let text = smallPolicy.with(old, new)
      #expect(throws: PolicyFault.self) { _ = try PolicyFormat.policy(text, file: "policy.yaml") }
    }
    #expect(throws: PolicyFault.self) { _ = try laidOut("a: &x 1\n") }
    #expect(throws: PolicyFault.self) { _ = try laidOut("a: 1\na: 2\n") }
  }

  @Test(arguments: ["retail-crm", "clinic"])
  func theExamplesAreLaidOut(_ name: String) throws {
    let text = try FileText.read(
      examplePath("\(name)/policy.yaml"), limit: YAMLReader.largest, what: "policy")
    #expect(try PolicyFormat.policy(text, file: "policy.yaml") == text)
  }
}
