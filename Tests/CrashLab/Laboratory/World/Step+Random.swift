import VaultModel

extension Step {
  /// The next step of a workload; mostly one that the vault takes, at times one that it refuses.
  static func random(after truth: Truth, at time: Timestamp, _ random: inout SplitMix64) -> Step {
    let who = Int.random(in: 0..<Truth.people, using: &random)
    let person = truth.persons[who]
    // Somebody who cannot do anything is brought back soon.
    if person.status == .erased, random.one(in: 3) { return .readmit(who) }
    if case .restricted = person.status, random.one(in: 4) { return .unrestrict(who) }
    let purpose = Purpose.consents.randomElement(using: &random) ?? .offers
    switch Int.random(in: 0..<44, using: &random) {
    case 0..<9:
      return .grant(who, purpose, days: Int64.random(in: 1...40, using: &random))
    case 9, 10: return .withdraw(who, random.one(in: 4) ? nil : purpose)
    case 11: return .refuse(who, purpose)
    case 12, 13: return .revoke(who, random.one(in: 4) ? nil : purpose)
    case 14:
      return person.ground == nil
        ? .openGround(who, days: Int64.random(in: 1...40, using: &random)) : .closeGround(who)
    case 15..<22:
      let covered = LabPolicy.categories.filter { person.covers($0, at: time) }
      let category =
        (random.one(in: 8) ? nil : covered.randomElement(using: &random))
        ?? LabPolicy.categories.randomElement(using: &random) ?? "data.x"
      let bytes = value(&random)
      return random.one(in: 4) ? .rectify(who, category, bytes) : .put(who, category, bytes)
    case 22..<30:
      let open = Purpose.allCases.filter { truth.answer(who, $0, at: time) != .denied }
      return .access(
        who, (random.one(in: 4) ? nil : open.randomElement(using: &random)) ?? purpose)
    case 30: return .restrict(who)
    case 31: return .erase(who)
    case 32: return .readmit(who)
    case 33, 34: return .sweep
    case 35: return .loadPolicy
    case 36: return .issueKey
    case 37: return .scrub
    case 38, 39: return .rotateKeys
    case 40, 41: return .renewPages
    case 42: return .rotateLogKey
    default: return .reopen
    }
  }

  /// Mostly short; at times over pages.
  private static func value(_ random: inout SplitMix64) -> [UInt8] {
    let count = Int.random(in: 0...(random.one(in: 6) ? 9_000 : 60), using: &random)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }
}
