package import VaultModel
package import VaultPolicy

/// A policy under test, perhaps with the terms of one purpose replaced.
///
/// Everything is decided by the engine; nothing here knows what a policy allows.
package struct Trial: Sendable {
  package let compiled: CompiledPolicy
  let zones = ZoneMemory()
  /// Every value that is declared, by dimension.
  package let values: [TestDimension: [String]]
  /// What a person who said yes to everything has said yes to.
  private let whole: Scope
  /// The terms that stand in for the policy's own.
  private(set) var replaced: CompiledPurpose?

  /// Puts a policy under test.
  ///
  /// - Parameters:
  ///   - compiled: what decides.
  ///   - declared: the policy whose names the complete tables ask about; itself, unless it is a changed
  ///     one.
  package init(_ compiled: CompiledPolicy, declared: Policy? = nil) {
    self.compiled = compiled
    let declared = declared ?? compiled.policy
    values = Dictionary(
      uniqueKeysWithValues: TestDimension.allCases.map { ($0, $0.values(in: declared)) })
    func all<Kind: RegisteredKind>(_: Kind.Type) -> NumberSet<Kind> {
      NumberSet(compiled.registry.names(Kind.name).indices.map { Number(UInt16($0)) })
    }
    whole = Scope(
      categories: all(CategoryKind.self), operations: OperationSet(Operation.allCases),
      recipients: all(RecipientKind.self), channels: all(ChannelKind.self),
      origins: all(OriginKind.self))
  }

  /// The same with other terms for one purpose.
  func replacing(_ terms: CompiledPurpose) -> Trial {
    var trial = self
    trial.replaced = terms
    return trial
  }

  /// The terms of a purpose leaf.
  func terms(named name: String) -> CompiledPurpose? {
    if let replaced, replaced.definition.name == name { return replaced }
    return compiled.terms(named: name)
  }

  /// Asks the engine.
  func decide(_ request: Request, _ facts: Facts) -> Outcome {
    compiled.decide(
      ResolvedRequest(request, under: terms(named: request.purpose), in: compiled), facts)
  }

  /// The permission of a person who said yes to everything that is declared, by an explicit statement, or
  /// the ground that covers as much: only the policy can say no to it.
  ///
  /// `until` is nil for as late as the purpose lets a permission last, `kind` for the one that it rests on.
  func everything(
    for terms: CompiledPurpose, from: Timestamp, until: Timestamp? = nil,
    kind: Permission.Kind? = nil, method: ConsentMethod = .explicitStatement
  ) -> Permission {
    let kind = kind ?? (terms.basis == .consent ? .consent : .ground)
    return Permission(
      id: Identifier(high: 0, low: 1), kind: kind, purpose: terms.number, scope: whole, from: from,
      until: until ?? from.advanced(by: terms.maxLifetime) ?? .latest, state: .given,
      method: kind == .consent ? method : nil, retention: .unlimited, eventTime: from,
      recordedTime: from, changedTime: from, sequence: 1)
  }
}

/// The answer to one test.
package struct TestFailure: Hashable, Sendable {
  /// What the author expects.
  package var expected: String
  /// What the policy says.
  package var got: String
  /// Why it says so.
  package var reasons: [Decision.Reason] = []
  /// What comes nearest to the expectation.
  package var nearest: String?
}
