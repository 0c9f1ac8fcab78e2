import Testing
import VaultModel
import VaultPolicy

/// One thing that is wrong in what a decision rests on: missing, out of range, or without a meaning.
struct WrongFact: Sendable, CustomTestStringConvertible {
  let name: String
  /// The question, still whole.
  let question: @Sendable () throws -> Question
  let damage: @Sendable (inout Question) throws -> Void
  /// Whether it is storing that is asked about.
  var isAboutStoring = false

  init(
    _ name: String, _ question: @escaping @Sendable () throws -> Question,
    _ damage: @escaping @Sendable (inout Question) throws -> Void
  ) {
    self.name = name
    self.question = question
    self.damage = damage
  }

  var testDescription: String { name }

  static let all =
    permissions + denials + circumstances + terms + registries + requests + storing
}

/// Whatever the engine is told that it cannot make sense of, it does not permit.
@Suite("Wrong facts")
struct WrongFactTests {
  @Test(arguments: WrongFact.all)
  func aWrongFactOpensNothing(_ fact: WrongFact) throws {
    var question = try fact.question()
    func opens() throws -> Bool {
      try fact.isAboutStoring ? question.stores() : question.permits()
    }
    #expect(try opens(), "whole, it has to be permitted, or it shows nothing")
    try fact.damage(&question)
    #expect(try !opens())
  }

  @Test func theBatteryIsLarge() {
    print("\(WrongFact.all.count) wrong facts")
    #expect(WrongFact.all.count >= 100)
    #expect(Set(WrongFact.all.map(\.name)).count == WrongFact.all.count)
  }

  @Test func timesOutOfRangeCannotBeSaid() {
    let beyond = Timestamp.latest.milliseconds + 1
    for milliseconds in [.min, -beyond, -1, beyond, .max] as [Int64] {
      #expect(Timestamp(milliseconds: milliseconds) == nil)
    }
    #expect(TimeSpan(milliseconds: -1) == nil && TimeSpan(milliseconds: .min) == nil)
    #expect(Timestamp.latest.advanced(by: .unlimited) == nil)
    #expect(Timestamp.earliest.backed(by: .unlimited) == .earliest)
  }
}
