import ConsentVault

extension DecisionCase {
  /// Plays the case in a vault of its own and compares the answer.
  ///
  /// - Parameter policies: finds a policy by the name that a case uses for it.
  /// - Returns: nil if the case holds, or else what went wrong.
  /// - Throws: what `policies` throws, and errors of the temporary directory.
  public func run(
    policies: @escaping @Sendable (String) throws -> TestPolicy
  ) async throws -> String? {
    let test = try TestVault(policy: policies(policy), at: Self.instant(start))
    var world = DecisionWorld(test, policies: policies)
    for (index, step) in world.ordered(self.world).enumerated() {
      let place = "step \(index + 1) (\(step.command))"
      do {
        try await world.play(step)
        if step.mustFail == true { return "\(place) was accepted, must be refused" }
      } catch let error as VaultError {
        guard step.mustFail == true else { return "\(place) failed: \(error.code)" }
        // It has to fail on purpose, not by accident.
        guard [.refused, .notFound, .usage].contains(error.kind) else {
          return "\(place) broke instead of refusing: \(error.code)"
        }
      }
    }
    return try await ask(test)
  }

  private func ask(_ test: TestVault) async throws -> String? {
    test.clock.set(to: try Self.instant(request.clock ?? request.at))
    let subject = try SubjectID(request.subject)
    guard request.command == "put" else {
      return compare(try test.vault.check(subject, question), at: try Self.instant(request.at))
    }
    let values = request.categories.map {
      NewValue(
        category: $0, bytes: Array("x".utf8),
        origin: request.origin.flatMap { Origin($0) } ?? .volunteered)
    }
    do {
      _ = try await test.vault.put(subject, values)
      return expected.decision == "permit" ? nil : "it was stored, must be refused"
    } catch {
      guard error.kind == .refused else {
        return "storing broke instead of refusing: \(error.code)"
      }
      return expected.decision == "deny" ? nil : "storing was refused: \(error.code)"
    }
  }

  private var question: Request {
    Request(
      actor: request.actor, purpose: request.purpose, categories: request.categories,
      operation: request.operation ?? "use", recipient: request.recipient ?? "self",
      channel: request.channel, mode: request.mode == "partial" ? .partial : .strict)
  }

  private func compare(_ decision: Decision, at time: Timestamp) -> String? {
    let codes = Set(decision.codes).sorted()
    guard decision.verdict.rawValue == expected.decision else {
      return "expected \(expected.decision), got \(decision.verdict.rawValue) \(codes)"
    }
    if decision.time != time { return "it was decided at \(decision.time), asked at \(time)" }
    if decision.verdict == .deny && codes.isEmpty { return "a deny without a reason" }
    if let wanted = expected.codes, wanted.sorted() != codes {
      return "expected \(wanted.sorted()), got \(codes)"
    }
    guard decision.verdict == .permit else { return nil }
    let held = Set(decision.withheld.map(\.category))
    guard held == Set(expected.withheld.map(\.category)) else {
      return "withheld were \(held.sorted())"
    }
    for wanted in expected.withheld {
      guard let code = wanted.code else { continue }
      let entry = Decision.Withheld(category: wanted.category, code: code)
      if !decision.withheld.contains(entry) { return "\(wanted.category) lacks \(code)" }
    }
    return nil
  }

  /// Reads an instant of the cases.
  static func instant(_ text: String) throws(Unreadable) -> Timestamp {
    guard let instant = Timestamp(text) else {
      throw Unreadable(description: "`\(text)` is no instant")
    }
    return instant
  }
}
