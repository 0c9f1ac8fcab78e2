import ConsentVault
import VaultCrypto

/// Plays the steps of a case through the door, and remembers the records that they made.
struct DecisionWorld {
  private let test: TestVault
  private let policies: @Sendable (String) throws -> TestPolicy
  private var records: [String: Identifier] = [:]

  init(_ test: TestVault, policies: @escaping @Sendable (String) throws -> TestPolicy) {
    self.test = test
    self.policies = policies
  }

  /// The steps in the order of their times; those of one instant stay as they are.
  func ordered(_ steps: [DecisionCase.Step]) -> [DecisionCase.Step] {
    steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
      .map(\.element)
  }

  /// Plays one step at its time.
  ///
  /// - Throws: `VaultError` if the vault refuses it or fails.
  mutating func play(_ step: DecisionCase.Step) async throws {
    test.clock.set(to: try DecisionCase.instant(step.at))
    let vault = test.vault
    switch step.command {
    case "sweep": _ = try await vault.sweep()
    case "load":
      _ = try await vault.loadPolicy(policies(try step.required(step.policy)).source)
    case "renew":
      _ = try await vault.renew(
        try record(step.consent, step), end: try step.end(), notice: try step.required(step.notice),
        method: try step.required(step.method))
    case "ground_close": _ = try await vault.closeGround(try record(step.ground, step))
    default:
      let made = try await play(step, about: SubjectID(try step.required(step.subject)))
      if let id = step.id, let made { records[id] = made }
    }
  }

  private func record(_ name: String?, _ step: DecisionCase.Step) throws -> Identifier {
    try step.required(records[try step.required(name)])
  }

  /// - Returns: the record that the step made.
  private func play(
    _ step: DecisionCase.Step, about subject: SubjectID
  ) async throws -> Identifier? {
    let vault = test.vault
    switch step.command {
    case "grant": return try await vault.grant(subject, try step.grant()).id
    case "ground":
      let ground = Ground(
        purpose: try step.required(step.purpose), reference: try step.required(step.reference),
        end: try step.end(), scope: step.scope)
      return try await vault.openGround(subject, ground).id
    case "revoke": try await revoke(step, subject)
    case "refuse":
      _ = try await vault.refuse(
        subject, purpose: step.purpose, scope: step.scope, eventTime: try step.eventTime())
    case "put":
      let origin = step.origin.flatMap { Origin($0) } ?? .volunteered
      let values = (step.values ?? [:]).sorted { $0.key < $1.key }.map {
        NewValue(category: $0.key, bytes: Array($0.value.utf8), origin: origin)
      }
      _ = try await vault.put(subject, values)
    case "get": try await get(step, subject)
    case "restrict": _ = try await vault.restrict(subject)
    case "unrestrict": _ = try await vault.unrestrict(subject)
    case "erase": _ = try await vault.erase(subject)
    default:
      throw DecisionCase.Unreadable(description: "there is no step `\(step.command)`")
    }
    return nil
  }

  private func revoke(_ step: DecisionCase.Step, _ subject: SubjectID) async throws {
    let consent = try step.consent.map { _ in try record(step.consent, step) }
    let time = try step.eventTime()
    guard step.all == true || step.purpose != nil || consent != nil else {
      throw DecisionCase.Unreadable(description: "a revocation names nothing")
    }
    if step.by == "company" {
      _ = try await test.vault.revoke(
        subject, purpose: step.purpose, consent: consent,
        reason: try step.required(step.reason), eventTime: time)
    } else if let consent {
      _ = try await test.vault.withdraw(subject, consent: consent, eventTime: time)
    } else {
      _ = try await test.vault.withdraw(
        subject, purpose: step.purpose, scope: step.scope, eventTime: time)
    }
  }

  private func get(_ step: DecisionCase.Step, _ subject: SubjectID) async throws {
    let request = Request(
      actor: try step.required(step.actor), purpose: try step.required(step.purpose),
      categories: step.categories ?? [], channel: step.channel)
    switch try await test.vault.access(subject, request) {
    case .permitted: break
    case .denied(let decision):
      throw DecisionCase.Unreadable(description: "a get of the world was denied: \(decision.codes)")
    }
  }
}

extension DecisionCase.Step {
  var scope: ScopeNames {
    ScopeNames(
      categories: categories, recipients: recipients ?? [], channels: channels,
      operations: operations ?? [], origins: origins ?? [])
  }

  func grant() throws -> Grant {
    Grant(
      purpose: try required(purpose), scope: scope, end: try end(),
      notice: try required(notice), method: try required(method),
      evidence: hasEvidence == true ? SHA256.digest(of: Array("letter".utf8)) : nil,
      eventTime: try eventTime())
  }

  func end() throws -> Grant.End {
    if let until { return .at(try DecisionCase.instant(until)) }
    if let span { return .after(try required(TimeSpan(span))) }
    return .longest
  }

  func eventTime() throws -> Timestamp? { try eventAt.map { try DecisionCase.instant($0) } }

  /// A field that the command cannot do without.
  func required<T>(_ field: T?) throws(DecisionCase.Unreadable) -> T {
    guard let field else {
      throw DecisionCase.Unreadable(description: "the step `\(command)` lacks a field")
    }
    return field
  }
}
