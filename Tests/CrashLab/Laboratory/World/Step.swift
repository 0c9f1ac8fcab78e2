import VaultModel

/// One thing that is done to a vault.
enum Step: Hashable, Sendable {
  case grant(Int, Purpose, days: Int64)
  case withdraw(Int, Purpose?)
  case refuse(Int, Purpose)
  case revoke(Int, Purpose?)
  case openGround(Int, days: Int64)
  case closeGround(Int)
  case put(Int, String, [UInt8])
  case rectify(Int, String, [UInt8])
  case restrict(Int)
  case unrestrict(Int)
  case erase(Int)
  case readmit(Int)
  case access(Int, Purpose)
  case sweep
  case loadPolicy
  case issueKey
  /// Gives the wrapping key a new generation and rewraps every subject's key, or ends what was begun.
  case rotateKeys
  /// Seals every page anew and destroys the page key before.
  case renewPages
  case rotateLogKey
  case scrub
  case reopen

  /// Its name, without what it is about.
  var name: String { String("\(self)".prefix { $0 != "(" }) }

  /// Whether it is acknowledged by a strict commit under every setting of the vault.
  var isStrict: Bool {
    switch self {
    case .access, .reopen: false
    default: true
    }
  }
}

extension Truth {
  /// Does the step to the dictionary.
  ///
  /// - Returns: false if the vault has to refuse it, and nothing changed.
  mutating func apply(_ step: Step, at time: Timestamp) -> Bool {
    switch step {
    case .grant(let who, let purpose, let days):
      guard admit(who) else { return false }
      forget(who, at: time)
      let until = time.advanced(by: .days(days)) ?? .latest
      persons[who].consents[purpose, default: []].append(Yes(given: time, until: until))
    case .withdraw(let who, let purpose):
      if admit(who) { close(who, purpose) }
    case .refuse(let who, let purpose):
      if admit(who) { close(who, purpose) }
    case .revoke(let who, let purpose): close(who, purpose)
    case .openGround(let who, let days):
      guard admit(who) else { return false }
      forget(who, at: time)
      persons[who].ground = time.advanced(by: .days(days)) ?? .latest
    case .closeGround(let who):
      guard persons[who].ground != nil else { return false }
      persons[who].ground = nil
    case .put(let who, let category, let bytes), .rectify(let who, let category, let bytes):
      guard persons[who].covers(category, at: time) else { return false }
      persons[who].values[category] = bytes
    case .restrict(let who):
      guard isKnown(who) else { return false }
      if persons[who].status == .active { persons[who].status = .restricted(since: time) }
    case .unrestrict(let who):
      guard isKnown(who) else { return false }
      persons[who].status = .active
    case .erase(let who):
      guard persons[who].status != .unknown else { return false }
      persons[who] = Person(status: .erased)
    case .readmit(let who):
      guard persons[who].status != .unknown else { return false }
      if persons[who].status == .erased { persons[who] = Person(status: .active) }
    case .access(let who, let purpose):
      guard answer(who, purpose, at: time) != .denied else { return true }
      releases += 1
      if purpose == .news { persons[who].contacts.append(time) }
    case .sweep: sweep(at: time)
    case .loadPolicy: edition += 1
    case .issueKey: slots += 1
    case .rotateKeys, .renewPages, .rotateLogKey, .scrub, .reopen: break
    }
    return true
  }

  /// Takes somebody in; false for somebody erased.
  private mutating func admit(_ who: Int) -> Bool {
    if persons[who].status == .unknown { persons[who].status = .active }
    return persons[who].status != .erased
  }

  private func isKnown(_ who: Int) -> Bool {
    persons[who].status != .unknown && persons[who].status != .erased
  }

  private mutating func close(_ who: Int, _ purpose: Purpose?) {
    for closed in purpose.map({ [$0] }) ?? Purpose.consents {
      persons[who].consents[closed] = nil
    }
  }

  private mutating func sweep(at time: Timestamp) {
    for who in persons.indices { forget(who, at: time) }
  }

  /// What nothing covers goes: by a sweep, or before something new could cover it.
  private mutating func forget(_ who: Int, at time: Timestamp) {
    let person = persons[who]
    persons[who].values = person.values.filter { person.covers($0.key, at: time) }
  }
}
