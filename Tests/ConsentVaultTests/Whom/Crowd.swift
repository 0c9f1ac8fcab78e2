import ConsentVault
import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

/// A vault full of random standings, each known here too: what the engine says of one from what is known
/// here is held against what the vault says of all.
///
/// The rows are written as the door writes them, by the store's own calls, but with states and times that
/// the door would take long to bring about.
struct Crowd {
  struct Customer {
    var stored: StoredSubject
    var permissions: [Permission] = []
    var origins: StoredOrigins = [:]
    var contacts: [PurposeNumber: [Timestamp]] = [:]
  }

  let test: TestVault
  private(set) var customers: [Customer] = []
  private var random: SplitMix64
  private let registry: Registry
  private let policy: CompiledPolicy
  private var made: UInt64 = 0

  var vault: Vault { test.vault }
  var purposes: [CompiledPurpose] { policy.allTerms }

  init(seed: UInt64, of count: Int) throws {
    var maker = CrowdPolicy(random: SplitMix64(seed: seed))
    let start = try #require(Timestamp(milliseconds: 20 * CrowdPolicy.day))
    test = try TestVault(policy: TestPolicy(maker.make()), at: start)
    random = maker.random
    policy = try test.vault.policyInForceNow()
    registry = policy.registry
    for index in 0..<count { customers.append(Customer(stored: try newcomer(index))) }
    try change(all: 3)
  }

  private mutating func identifier() -> Identifier {
    Identifier(high: random.next(), low: random.next())
  }

  /// Somebody new whose id is the index.
  private mutating func newcomer(_ index: Int) throws -> StoredSubject {
    let keys = vault.keys
    var record = StateRecord()
    record.logSecret = try LogSecret.random()
    var stored = StoredSubject(
      tag: try keys.tag(of: SubjectID("\(index)")), id: identifier(), record: record)
    let (key, wrapped) = try keys.makeSubjectKey(for: stored.id)
    var context = FieldEncoder("cvault/v1/identity")
    context.append(keys.vault)
    context.append(stored.id)
    stored.wrapped = wrapped
    stored.identity = try key.seal(
      Array("\(index)".utf8), label: "identity", context: context.bytes)
    return stored
  }

  // MARK: what happens

  /// Lets so many things happen to every customer, in one transaction.
  mutating func change(all times: Int) throws {
    for _ in 0..<times {
      for index in customers.indices { try happen(to: index) }
    }
  }

  /// Lets something happen to some of the customers.
  mutating func changeSome() throws {
    for index in customers.indices where random.oneIn(4) { try happen(to: index) }
  }

  private mutating func happen(to index: Int) throws {
    switch random.number(0...11) {
    case 0...4: try give(index)
    case 5, 6: try close(index)
    case 7: try deny(index)
    case 8: try restrict(index)
    case 9: try store(index)
    case 10: try contact(index)
    default: if random.oneIn(4) { try leave(index) }
    }
  }

  private func write<R: Sendable>(
    _ body: @escaping @Sendable (WriteTransaction) throws -> R
  ) throws -> R {
    // A change has a leaf; it keeps vault time from falling behind the change.
    try vault.store.writeNow(.crashSafe) { transaction in
      _ = try transaction.append(
        .clockEvent, about: nil, actor: "crowd", policy: 1, detail: LeafDetail())
      return try body(transaction)
    }
  }

  private mutating func write(_ permission: Permission, of index: Int) throws {
    let (stored, registry) = (customers[index].stored, registry)
    customers[index].stored = try write { transaction in
      var stored = stored
      try transaction.write(permission, detail: nil, keys: nil, of: &stored, registry: registry)
      try transaction.write(stored)
      return stored
    }
    customers[index].permissions.removeAll { $0.id == permission.id }
    customers[index].permissions.append(permission)
  }

  private mutating func writeState(of index: Int) throws {
    let stored = customers[index].stored
    try write { try $0.write(stored) }
  }

  private mutating func time(_ days: ClosedRange<Int64>) -> Timestamp {
    let span = random.number(days) * CrowdPolicy.day + (random.oneIn(2) ? 0 : random.number(0...9))
    return Timestamp(milliseconds: max(0, test.clock.now().milliseconds + span)) ?? .latest
  }

  private mutating func give(_ index: Int) throws {
    guard customers[index].stored.record.status != .erased else { return }
    let terms = random.pick(purposes)
    let said = time(-10...0)
    let from = random.oneIn(5) ? time(-5...5) : said
    let isConsent = (terms.basis == .consent) != random.oneIn(12)
    var scope = Scope(
      categories: NumberSet(terms.categories.numbers.filter { _ in !random.oneIn(4) }),
      channels: NumberSet(terms.channels.numbers.filter { _ in !random.oneIn(4) }))
    if random.oneIn(3) { scope.origins.insert(.inferred) }
    made += 1
    try write(
      Permission(
        id: identifier(), kind: isConsent ? .consent : .ground, purpose: terms.number,
        scope: scope, from: from, until: max(from, time(-2...30)), state: .given,
        method: isConsent ? random.pick([.webForm, .explicitStatement]) : nil, retention: .zero,
        eventTime: said, recordedTime: random.oneIn(3) ? time(-10...0) : said,
        changedTime: said, sequence: made), of: index)
  }

  private mutating func close(_ index: Int) throws {
    guard !customers[index].permissions.isEmpty else { return }
    var permission = random.pick(customers[index].permissions)
    permission.version += 1
    permission.state =
      random.oneIn(3)
      ? .given : random.pick([.withdrawn, .refused, .revoked, .expired, .invalidated, .closed])
    if random.oneIn(2) { permission.until = max(permission.from, time(-2...20)) }
    try write(permission, of: index)
  }

  private mutating func deny(_ index: Int) throws {
    guard customers[index].stored.record.status != .erased else { return }
    let nodes = CrowdPolicy.groups + CrowdPolicy.purposes
    var scope = Denial.Scope(
      purpose: random.oneIn(6) ? nil : registry.number(random.pick(nodes), PurposeKind.self))
    if random.oneIn(3) { scope.channels = [random.pick(registry.numbers(CrowdPolicy.channels))] }
    if random.oneIn(3) {
      scope.categories = [random.pick(registry.numbers(CrowdPolicy.categories + ["contact"]))]
    }
    let said = time(-10...0)
    customers[index].stored.record.denials.append(
      Denial(
        id: identifier(), word: random.oneIn(2) ? .withdrawn : .refused, scope: scope,
        eventTime: said, recordedTime: said))
    try writeState(of: index)
  }

  private mutating func restrict(_ index: Int) throws {
    let record = customers[index].stored.record
    guard record.status != .erased else { return }
    customers[index].stored.record.status =
      record.status == .active ? .restricted(since: time(-10...0)) : .active
    try writeState(of: index)
  }

  private mutating func store(_ index: Int) throws {
    guard customers[index].stored.record.status != .erased else { return }
    let category: CategoryNumber = random.pick(registry.numbers(CrowdPolicy.categories))
    let origin: OriginNumber = random.pick([.volunteered, .observed, .inferred])
    guard !customers[index].origins[category].contains(origin) else { return }
    customers[index].origins[category].insert(origin)
    let (subject, key) = (customers[index].stored.id, "\(origin.rawValue)")
    let row = ValueRow(
      category: category, key: key, version: 1, origin: origin, collectedAt: .earliest,
      sealed: [1, 2, 3])
    try write { try $0.write(row, of: subject) }
  }

  private mutating func contact(_ index: Int) throws {
    guard customers[index].stored.record.status != .erased else { return }
    let purpose = random.pick(purposes).number
    let told = time(-20...0)
    guard !customers[index].contacts[purpose, default: []].contains(told) else { return }
    customers[index].contacts[purpose, default: []].append(told)
    let subject = customers[index].stored.id
    try write { try $0.keepContacts([told], for: purpose, of: subject) }
  }

  /// Erases somebody; the id may come back later as a new subject.
  private mutating func leave(_ index: Int) throws {
    let stored = customers[index].stored
    let tag = stored.tag
    if stored.record.status == .erased {
      let fresh = try newcomer(index)
      try write { transaction in
        try transaction.remove(stored)
        try transaction.write(fresh)
      }
      customers[index] = Customer(stored: fresh)
    } else {
      try write { try $0.erase(stored, leaf: 0) }
      var record = StateRecord()
      record.status = .erased
      customers[index] = Customer(
        stored: StoredSubject(tag: tag, id: stored.id, record: record))
    }
  }

  /// Lets time pass, or sets it back as an owner does after a wrong clock.
  mutating func moveClock() async throws {
    guard random.oneIn(4) else {
      test.clock.advance(by: .seconds(random.number(1...10 * 86_400)))
      return
    }
    test.clock.turnBack(by: .days(random.number(1...4)))
    if random.oneIn(2) { _ = try await vault.resetClock() }
  }

  /// Reads of some purposes nobody, of others some customers or all, so that the process keeps them.
  mutating func read(for terms: CompiledPurpose) throws {
    let share = random.number(0...3)
    let request = Request(
      actor: "", purpose: terms.definition.name, categories: terms.definition.categories)
    for index in customers.indices where random.number(1...3) <= share {
      _ = try vault.dossier(SubjectID("\(index)"), request)
    }
  }

  // MARK: what is to be said of it

  struct Answer: Hashable {
    var channels: Set<String> = []
    var categories: Set<String> = []
  }

  /// What the engine says of each customer alone, from what is known here; by index.
  func expected(
    for terms: CompiledPurpose, over channel: String?
  ) throws -> [Int: Answer] {
    let (time, isTrusted) = try vault.store.read { snapshot in
      let time = try vault.store.time(in: snapshot)
      return (time.vault, time.vault.since(time.system) <= .seconds(5))
    }
    let channels: [String?] =
      if let channel {
        [channel]
      } else if terms.definition.channels.isEmpty { [nil] } else { terms.definition.channels }
    var answers: [Int: Answer] = [:]
    for (index, customer) in customers.enumerated() {
      let facts = customer.facts(terms.number, time, isTrusted)
      for actor in terms.definition.actors {
        for channel in channels {
          let request = Request(
            actor: actor, purpose: terms.definition.name,
            categories: terms.definition.categories, channel: channel, mode: .partial)
          let outcome = policy.decide(ResolvedRequest(request, in: policy), facts)
          guard outcome.isPermit else { continue }
          if let channel { answers[index, default: Answer()].channels.insert(channel) }
          answers[index, default: Answer()].categories.formUnion(
            outcome.categories.filter(\.isReleased).compactMap { registry.name($0.number) })
        }
      }
    }
    return answers
  }

  /// What the vault says of all; by index.
  func told(for purpose: String, over channel: String?) throws -> [Int: Answer] {
    var answers: [Int: Answer] = [:]
    try vault.eachContactable(for: purpose, over: channel) { contactable in
      let index = try #require(Int(contactable.subject.text))
      #expect(answers[index] == nil, "told twice")
      answers[index] = Answer(
        channels: Set(contactable.means.channels), categories: Set(contactable.means.categories))
      return true
    }
    return answers
  }
}

extension Crowd.Customer {
  fileprivate func facts(
    _ purpose: PurposeNumber, _ time: Timestamp, _ isTrusted: Bool
  ) -> Facts {
    let subject: Facts.Subject =
      switch stored.record.status {
      case .active: .active
      case .restricted(let since): .restricted(since: since)
      case .erased: .erased
      }
    return Facts(
      subject: subject, permissions: permissions.filter { $0.purpose == purpose },
      denials: stored.record.denials, origins: origins,
      contacts: contacts[purpose] ?? [], time: time, clockIsTrusted: isTrusted)
  }
}

extension Registry {
  fileprivate func numbers<Kind: RegisteredKind>(_ names: [String]) -> [Number<Kind>] {
    names.compactMap { number($0, Kind.self) }
  }
}
