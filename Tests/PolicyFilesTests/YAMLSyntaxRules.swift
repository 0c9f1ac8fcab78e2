import PolicyFiles
import Testing
import VaultPolicy

@Suite struct YAMLSyntaxRules {
  private func found(_ text: String) -> [String] {
    do throws(PolicyFault) {
      _ = try YAMLReader.read(text, file: "f.yaml")
      return []
    } catch {
      return error.problems.map { "\($0.code.rawValue) \($0.place)" }
    }
  }

  @Test(arguments: [
    ("a: &x 1\nb: 2", "f.yaml:1:4"), ("a: 1\nb: &x\n  c: 2", "f.yaml:2:4"),
    ("&x a: 1", "f.yaml:1:1"), ("- &x [1]", "f.yaml:1:3"), ("a: *x", "f.yaml:1:4"),
    ("a: &x 1\nb: *x", "f.yaml:1:4"), ("a: &x [1]\n? *x\n: 2", "f.yaml:1:4"),
    ("{a: [&x 1, *x]}", "f.yaml:1:6"), ("<<: &x {a: 1}\nb: *x", "f.yaml:1:5"),
  ])
  func anAnchorOrAnAliasIsRefused(_ text: String, _ place: String) {
    #expect(found(text) == ["ANCHOR_REFUSED \(place)"])
  }

  @Test func anAmpersandInATextIsAText() {
    #expect(found("a: R & D\nb: \"&x\"\nc: 2 * 3\nd: Tom&Jerry *") == [])
  }

  @Test func aBombOfAliasesIsRefusedAtOnce() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...40 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(found(text + "? *a40\n: 1\n") == ["ANCHOR_REFUSED f.yaml:1:5"])
  }

  @Test(arguments: [
    ("a: !!str 1", "f.yaml:1:4"), ("a: !x {b: 1}", "f.yaml:1:4"), ("!!map a: 1", "f.yaml:1:1"),
    ("a: [b, ! c]", "f.yaml:1:8"), ("é: !!binary aGk=", "f.yaml:1:4"),
    ("!!str a: 1", "f.yaml:1:1"),
  ])
  func aTagIsRefused(_ text: String, _ place: String) {
    #expect(found(text) == ["TAG_REFUSED \(place)"])
  }

  @Test func anExclamationMarkInATextIsAText() {
    #expect(found("a: Hello!\nb: \"!x\"\nc: x !y") == [])
  }

  @Test func aSecondDocumentIsRefused() {
    #expect(found("a: 1\n---\nb: 2\n") == ["SEVERAL_DOCUMENTS f.yaml:2:1"])
    #expect(found("---\na: 1\n") == [])
  }

  @Test func aKeyThatComesTwiceIsRefusedWhereItFirstStands() {
    #expect(found("a: 1\nb: {c: 1, d: 2, c: 3}") == ["KEY_TWICE f.yaml:2:5"])
    #expect(found("a: 1\n\"a\": 2") == ["KEY_TWICE f.yaml:1:1"])
    #expect(found("a: 1\nb: {a: 1}") == [])
  }

  @Test func sixteenLevelsAreReadAndSeventeenAreNot() {
    func nested(_ levels: Int) -> String {
      String(repeating: "[", count: levels - 1) + "x" + String(repeating: "]", count: levels - 1)
    }
    #expect(found(nested(16)) == [])
    #expect(found(nested(17)) == ["TOO_DEEP f.yaml:1:17"])
  }

  @Test(arguments: ["[", "{a: ", "- ", "? "])
  func nestingWithoutEndIsRefusedAndDoesNotCrash(_ part: String) {
    #expect(found(String(repeating: part, count: 200_000)).count == 1)
  }

  @Test(arguments: [
    ("\u{FEFF}a: 1", "f.yaml:1:1"), ("a: 1\nb: \u{7}", "f.yaml:2:4"), ("a: \u{0}", "f.yaml:1:4"),
    ("a: 1\rb: 2", "f.yaml:1:6"), ("a: x\u{2028}y", "f.yaml:1:5"), ("a: \u{202E}x", "f.yaml:1:4"),
    ("a: x\u{85}y", "f.yaml:1:5"),
  ])
  func aHiddenCharacterIsRefused(_ text: String, _ place: String) {
    #expect(found(text) == ["ENCODING_INVALID \(place)"])
  }

  @Test func everyLineWithAHiddenCharacterIsTold() {
    #expect(found("a: \u{7}\u{7}\nb: 1\nc: \u{8}").count == 2)
  }

  @Test func linesMayEndAsOnWindows() throws {
    #expect(problems(of: smallPolicy.split(separator: "\n").joined(separator: "\r\n")) == [])
  }

  @Test(arguments: ["a: [1", "a: 'x", "a: b: c", "\ta: 1", "a: 1\n b: 2", "@a: 1", "}"])
  func whatIsNotYAMLIsRefusedWithAPlace(_ text: String) {
    let problem = found(text)
    #expect(problem.count == 1)
    #expect(problem.first?.hasPrefix("SYNTAX_INVALID f.yaml:") == true)
  }

  @Test(arguments: ["", "# nothing\n", "\n\n"])
  func anEmptyFileIsRefused(_ text: String) {
    #expect(found(text) == ["SYNTAX_INVALID f.yaml"])
  }

  @Test func aKeyThatIsAListIsRefused() {
    #expect(found("[a]: 1") == ["WRONG_SHAPE f.yaml:1:1"])
  }

  @Test func everyScalarIsAText() throws {
    let document = try YAMLReader.read("a: [yes, 1.0, null, ~, 2026-11-01, 0x1]", file: "f")
    guard case .mapping(let entries) = document.value,
      case .list(let items) = entries.first?.value.value
    else {
      Issue.record("the document is not a mapping with a list")
      return
    }
    #expect(
      items.map(\.value) == [
        .text("yes"), .text("1.0"), .text("null"), .text("~"), .text("2026-11-01"), .text("0x1"),
      ])
  }
}
