import GDPRBench

extension RedisContender {
  func read(_ operation: Operation) throws -> Answer {
    switch operation {
    case .read(let key, let purpose, let recipient): return try read(key, purpose, recipient)
    case .readPurpose(let purpose):
      return try values(
        of: connection.run(
          Command("ZRANGEBYSCORE", "purpose:\(purpose)", "(\(Self.now())", "+inf")), purpose)
    case .readRecipient(let purpose, let recipient):
      // Whose consent is over has no data any more: Redis has deleted them.
      return try values(
        of: connection.run(Command("SMEMBERS", "recipient:\(recipient):\(purpose)")), purpose)
    case .metadata(let subject):
      try connection.queue(Command("GET", "subject:\(Population.name(of: subject))"))
      try connection.queue(audit("metadata", subject))
      let state = try connection.answer()
      _ = try connection.answer()
      guard unsafe state.withBytes({ unsafe $0.elementsEqual("active".utf8) }) == true else {
        return .denied
      }
      let now = Self.now()
      let live = try consents(of: subject).filter { $0.terms.isLive(at: now) }.map(\.purpose)
      return .data(count: live.count, sum: live.reduce(0) { $0 + 1 << UInt64($1) })
    case .verifyLog(let count):
      // The entries are fetched; there is nothing that they could be verified against.
      _ = try connection.run(Command("XREVRANGE", "audit", "+", "-", "COUNT", "\(count)"))
      return .done
    case .proveDeletion(let subject):
      try connection.queue(Command("GET", "subject:\(Population.name(of: subject))"))
      try connection.queue(audit("prove", subject))
      let state = try connection.answer()
      _ = try connection.answer()
      return unsafe state.withBytes { unsafe $0.elementsEqual("erased".utf8) } == true
        ? .done : .denied
    default: preconditionFailure("a change is no read")
    }
  }

  /// Value, terms and audit entry in one round trip; the client decides when it has all three.
  private func read(_ key: Record.Key, _ purpose: Int, _ recipient: Int?) throws -> Answer {
    let name = Population.name(of: key.subject)
    try connection.queue(Command("HGET", data(key.subject, purpose), "\(key.category)"))
    if recipient != nil { try connection.queue(Command("HGET", "consents:\(name)", "\(purpose)")) }
    try connection.queue(audit("read", key.subject))
    let digest = try unsafe connection.answer().withBytes { unsafe ValueDigest.of($0) }
    var isPermitted = true
    if let recipient {
      let terms = try unsafe connection.answer()
        .withBytes { unsafe String(decoding: $0, as: UTF8.self) }.flatMap(ConsentTerms.init)
      isPermitted = terms.map { $0.recipient == recipient && !$0.isObjected } ?? false
    }
    _ = try connection.answer()
    guard let digest, isPermitted else { return refuseAfterArrival(of: digest != nil) }
    return .data(count: 1, sum: digest)
  }

  /// All values of a purpose's subjects in one round trip, with an audit entry for each subject.
  private func values(of subjects: borrowing Reply, _ purpose: Int) throws -> Answer {
    for index in 0..<subjects.count {
      let subject = subjects.text(of: index).flatMap { Int($0) } ?? 0
      try connection.queue(Command("HVALS", data(subject, purpose)))
      try connection.queue(audit("read", subject))
    }
    var (count, sum) = (0, UInt64(0))
    for _ in 0..<subjects.count {
      let values = try connection.answer()
      count += values.count
      for index in 0..<values.count {
        sum &+= unsafe values.withBytes(of: index) { unsafe ValueDigest.of($0) } ?? 0
      }
      _ = try connection.answer()
    }
    return .data(count: count, sum: sum)
  }
}
