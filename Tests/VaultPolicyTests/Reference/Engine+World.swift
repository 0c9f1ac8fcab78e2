import Testing
import VaultModel
import VaultPolicy

/// Puts a world into registry numbers.
extension Engine {
  func facts(_ world: World) throws -> Facts {
    let subject: Facts.Subject =
      switch world.subject {
      case .unknown: .unknown
      case .active: .active
      case .erased: .erased
      case .restricted(let since): .restricted(since: try time(since))
      }
    var origins: StoredOrigins = [:]
    for (leaf, names) in world.origins {
      origins[try number(leaf)] = NumberSet(try names.map { try number($0) })
    }
    return try Facts(
      subject: subject, permissions: permissions(world), denials: denials(world),
      origins: origins, contacts: world.contacts.map(time), time: time(world.time),
      clockIsTrusted: world.clockIsTrusted)
  }

  /// All permissions and denials of the subject.
  func standing(_ world: World) throws -> Standing {
    var since: Timestamp?
    if case .restricted(let start) = world.subject { since = try time(start) }
    return try Standing(
      permissions: permissions(world), denials: denials(world), restrictedSince: since,
      time: time(world.time))
  }

  func permissions(_ world: World) throws -> [Permission] {
    try world.records.enumerated().map { try permission($1, Identifier(high: 0, low: UInt64($0))) }
  }

  private func permission(_ record: World.Record, _ id: Identifier) throws -> Permission {
    let scope = try Scope(
      categories: set(record.categories),
      operations: OperationSet(record.operations.compactMap { Operation(rawValue: $0) }),
      recipients: set(record.recipients), channels: set(record.channels),
      origins: set(record.origins))
    return try Permission(
      id: id, kind: record.isConsent ? .consent : .ground, purpose: number(record.purpose),
      scope: scope, from: time(record.from), until: time(record.until), state: record.state,
      method: record.method.flatMap { ConsentMethod(rawValue: $0) },
      retention: #require(TimeSpan(milliseconds: record.retention)),
      eventTime: time(record.said), recordedTime: time(record.recorded),
      changedTime: time(record.changed), sequence: record.order)
  }

  func denials(_ world: World) throws -> [Denial] {
    try world.nos.enumerated().map { index, no in
      let scope = try Denial.Scope(
        purpose: no.purpose.map { try number($0) }, categories: no.categories.map { try set($0) },
        channels: no.channels.map { try set($0) }, recipients: no.recipients.map { try set($0) })
      return try Denial(
        id: Identifier(high: 1, low: UInt64(index)), word: no.isRefusal ? .refused : .withdrawn,
        scope: scope, eventTime: time(no.said), recordedTime: time(no.recorded))
    }
  }

  func number<Kind: RegisteredKind>(_ name: String) throws -> Number<Kind> {
    try #require(policy.registry.number(name))
  }

  private func set<Kind: RegisteredKind>(_ names: Set<String>) throws -> NumberSet<Kind> {
    NumberSet(try names.map { try number($0) as Number<Kind> })
  }

  func time(_ milliseconds: Int64) throws -> Timestamp {
    try #require(Timestamp(milliseconds: milliseconds))
  }
}
