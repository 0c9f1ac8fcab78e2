import DocumentTesting
import PolicyTools
import Testing
import VaultModel
import VaultPolicy

@Suite struct DifferingPolicies {
  /// Two policies that hold and differ in their heads and purposes.
  private static func pair(_ seed: UInt64) throws -> (old: Policy, new: Policy) {
    var random = RandomPolicy(random: Dice(seed: seed))
    let old = try random.policy()
    while true {
      var new = try random.policy()
      (new.categories, new.never) = (old.categories, old.never)
      new.controller.name += "x"
      for index in new.purposes.indices where index < old.purposes.count && random.flip() {
        new.purposes[index] = old.purposes[index]
      }
      if read(new.canonicalJSON()) == new { return (old, new) }
    }
  }

  private static func read(_ text: String) -> Policy? { try? Policy(canonicalJSON: text) }

  @Test(arguments: 0..<300)
  func whatIsTheSameInBothMakesNoDifference(_ seed: UInt64) throws {
    let (old, new) = try Self.pair(seed)
    let parts = try #require(Policy.differing(old.canonicalJSON(), new.canonicalJSON()))
    #expect(
      PolicyComparison(from: parts.old, to: parts.new) == PolicyComparison(from: old, to: new))
    // Nothing is read that need not be.
    #expect(parts.old.purposes == old.purposes.filter { !new.purposes.contains($0) })
    #expect(parts.new.purposes == new.purposes.filter { !old.purposes.contains($0) })
    #expect(parts.old.groups.isEmpty && parts.new.groups.isEmpty)
  }

  @Test func aDamagedPolicyIsComparedAsIfItWereReadWholeOrReadWhole() throws {
    let signs = Array(#"{}[]",:\0aN .é"#.utf8)
    var dice = Dice(seed: 5)
    var (compared, refused) = (0, 0)
    for seed in 0..<60 as Range<UInt64> {
      let (old, new) = try Self.pair(seed)
      let texts = (old.canonicalJSON(), new.canonicalJSON())
      for _ in 0..<40 {
        var bytes = Array(texts.1.utf8)
        let index = dice.number(below: bytes.count)
        switch dice.number(below: 4) {
        case 0: bytes[index] = dice.pick(signs)
        case 1: bytes.insert(dice.pick(signs), at: index)
        case 2: bytes.remove(at: index)
        default: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 60)], at: index)
        }
        let damaged = String(decoding: bytes, as: UTF8.self)
        for (older, newer) in [(texts.0, damaged), (damaged, texts.0)] {
          guard let parts = Policy.differing(older, newer) else {
            refused += 1
            continue
          }
          compared += 1
          let before = try #require(Self.read(older), "\(older)")
          let after = try #require(Self.read(newer), "\(newer)")
          #expect(
            PolicyComparison(from: parts.old, to: parts.new)
              == PolicyComparison(from: before, to: after))
        }
      }
    }
    #expect(compared > 100 && refused > 1000)
  }

  /// Two purposes under a group, and a rule that neither meets.
  private static let text = [
    #"{"actors":{"desk":"Desk"},"categories":{"name":"Name"},"channels":["email"],"#,
    #""controller":{"contact":"c","name":"C"},"default":"deny","#,
    #""never":[{"channels":["email"],"id":"N1","say":"No mail"}],"policy":"p","#,
    #""purposes":{"m":{"group":true,"title":"M"},"m.a":"# + purpose("A") + #","m.b":"#
      + purpose("B") + #"},"recipients":{},"schema":1,"version":"1"}"#,
  ].joined()

  private static func purpose(_ title: String) -> String {
    #"{"actors":["desk"],"basis":"contract","benefit":"Good.","categories":["name"],"#
      + #""channels":[],"obligations":[],"operations":["use"],"origins":["volunteered"],"#
      + #""recipients":["self"],"retention":0,"title":"\#(title)"}"#
  }

  private func differing(_ old: String, _ new: String) -> (old: Policy, new: Policy)? {
    Policy.differing(Self.text, Self.text.with(old, new))
  }

  @Test func whatDiffersIsReadAlone() throws {
    let parts = try #require(differing(#""title":"B""#, #""title":"C""#))
    #expect(parts.old.purposes.map(\.title) == ["B"] && parts.new.purposes.map(\.title) == ["C"])
    #expect(try #require(differing(#""version":"1""#, #""version":"2""#)).new.purposes.isEmpty)
  }

  @Test(arguments: [
    // What purposes are read by.
    (#""Desk""#, #""Room""#), (#""Name""#, #""Names""#),
    (#"["email"],"controller"#, #"[],"controller"#),
    ("No mail", "No mails"),
    (#""recipients":{},"#, #""recipients":{"x":{"role":"processor","title":"X"}},"#),
    // What is not canonical, or breaks a rule.
    (#""B"}"#, #""B" }"#), (#""title":"B""#, #""title":"\u0042""#), (#""m.b":{"#, #""m.a":{"#),
    (#""m.b":{"#, #""l":{"#), (#""m.b":{"#, #""n.b":{"#),
    (#""m":{"group":true,"#, #""l":{"group":true,"#),
    (#""schema":1"#, #""schema":2"#), (#""version":"1"}"#, #""version":"1"} "#),
    (
      #""channels":[],"obligations":[],"operations":["use"],"origins":["volunteered"],"recipients":["self"],"retention":0,"title":"B""#,
      #""channels":["email"],"obligations":[],"operations":["use"],"origins":["volunteered"],"recipients":["self"],"retention":0,"title":"B""#
    ),
  ])
  func otherwiseBothMustBeReadWhole(old: String, new: String) {
    #expect(differing(old, new) == nil)
  }

  @Test func whatIsWrongInTheSameBytesOfBothIsNoDifference() throws {
    let wrong = Self.text.with(#""m.a":{"actors":["desk"]"#, #""m.a":{"actors":["nobody"]"#)
    #expect(Self.read(wrong) == nil)
    let parts = try #require(Policy.differing(wrong, wrong.with(#""title":"B""#, #""title":"C""#)))
    #expect(PolicyComparison(from: parts.old, to: parts.new).changes.map(\.name) == ["m.b"])
  }
}
