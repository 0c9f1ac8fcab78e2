import Testing
import VaultModel
import VaultPolicy

@Suite struct PolicyVersions {
  private func version(_ text: String) throws -> PolicyVersion {
    try #require(PolicyVersion(text))
  }

  @Test(arguments: [
    ("2026.11.1", "2026.11.10"), ("2026.11.9", "2026.11.10"), ("2026.9", "2026.10"), ("1", "1.0.1"),
    ("1.9.9", "2"), ("0", "0.0.1"), ("999999999", "999999999.1"),
  ])
  func numbersCompareAsNumbers(_ lower: String, _ higher: String) throws {
    #expect(try version(lower) < version(higher))
    #expect(try !(version(higher) < version(lower)))
    #expect(try version(lower) != version(higher))
  }

  @Test(arguments: [("1", "1.0"), ("2026.11", "2026.11.0.0"), ("1.02", "1.2"), ("0", "0.0")])
  func twoSpellingsOfAVersionAreOneVersion(_ a: String, _ b: String) throws {
    #expect(try version(a) == version(b))
    #expect(try version(a).hashValue == version(b).hashValue)
    #expect(try !(version(a) < version(b)) && !(version(b) < version(a)))
    #expect(try version(a).description == a)
  }

  @Test(arguments: [
    "", ".", "1.", ".1", "1..2", "v1", "1.a", "-1", "+1", "1 ", "1234567890", "1.2.3.4.5.6.7.8.9",
    "١",
  ])
  func whatIsNotNumbersIsNoVersion(_ text: String) { #expect(PolicyVersion(text) == nil) }

  @Test func theLongestVersionIsRead() { #expect(PolicyVersion("1.2.3.4.5.6.7.8") != nil) }

  // MARK: Succession

  private func edition(_ name: String, _ version: String, _ content: UInt8) throws
    -> PolicySuccession.Edition
  {
    PolicySuccession.Edition(
      name: name, version: try self.version(version),
      digest: try #require(Digest(bytes: Array(repeating: content, count: 32))))
  }

  private func code(
    _ new: PolicySuccession.Edition, over old: PolicySuccession.Edition,
    known: [PolicySuccession.Edition] = [], allowOlder: Bool = false
  ) -> PolicyProblem.Code? {
    PolicySuccession.problem(
      loading: new, over: old, known: known, allowOlder: allowOlder,
      places: PolicyPlaces(file: "policy.yaml"))?.code
  }

  @Test func aHigherVersionFollows() throws {
    #expect(try code(edition("shop", "1.10", 2), over: edition("shop", "1.9", 1)) == nil)
  }

  @Test func theEditionInForceMayFollowItself() throws {
    #expect(try code(edition("shop", "1.9", 1), over: edition("shop", "1.9", 1)) == nil)
  }

  @Test func aLowerVersionFollowsOnlyIfItIsMeant() throws {
    let (new, old) = (try edition("shop", "1.9", 2), try edition("shop", "1.10", 1))
    #expect(code(new, over: old) == .versionOlder)
    #expect(code(new, over: old, allowOlder: true) == nil)
  }

  @Test func aVersionIsNotUsedTwice() throws {
    let (new, old) = (try edition("shop", "1.0", 2), try edition("shop", "1", 1))
    #expect(code(new, over: old) == .versionReused)
    #expect(code(new, over: old, allowOlder: true) == .versionReused)
    let kept = try edition("shop", "1", 1)
    let inForce = try edition("shop", "0.9", 3)
    #expect(code(new, over: inForce, known: [kept]) == .versionReused)
    #expect(code(kept, over: inForce, known: [kept]) == nil)
  }

  @Test func anotherPolicyDoesNotFollow() throws {
    #expect(try code(edition("clinic", "2", 2), over: edition("shop", "1", 1)) == .nameChanged)
  }
}
