import Testing
import VaultModel
import VaultPolicy

/// When time alone turns an answer round, held against asking at every other time.
@Suite("The next turn of an answer")
struct NextTurnTests {
  @Test func theAnswerStaysUntilItAndIsAnotherFromIt() throws {
    var turns = [true: 0, false: 0]
    var never = 0
    try RandomCase.each(2_000) { one in
      let (policy, request) = (one.engine.policy, one.engine.resolve(one.request))
      var facts = try one.engine.facts(one.world)
      let isPermit = policy.decide(request, facts).isPermit
      let turn = policy.nextTurn(of: request, facts)
      func answer(at time: Timestamp) -> Bool {
        facts.time = time
        return policy.decide(request, facts).isPermit
      }
      let start = facts.time
      if let turn {
        turns[isPermit, default: 0] += 1
        guard turn.time > start, turn.outcome.isPermit != isPermit,
          answer(at: turn.time) != isPermit,
          answer(at: turn.time.backed(by: RandomPolicy.millisecond)) == isPermit
        else { return false }
      } else {
        never += 1
      }
      // Every half hour up to it, or for eleven days: longer than anything in these worlds lasts.
      guard facts.clockIsTrusted else { return turn == nil }
      for step in 1..<(2 * 24 * 11) {
        let time = try #require(start.advanced(by: .seconds(Int64(step) * 1800)))
        if let turn, time >= turn.time { break }
        guard answer(at: time) == isPermit else { return false }
      }
      return true
    }
    #expect(turns.values.allSatisfy { $0 > 30 } && never > 300)
  }
}

extension RandomPolicy {
  fileprivate static let millisecond = TimeSpan(milliseconds: 1) ?? .zero
}
