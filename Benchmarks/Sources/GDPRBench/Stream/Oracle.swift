/// What is true of everybody at a point of the streams: where each expected answer comes from.
struct Oracle {
  /// A consent as it is now.
  struct Standing {
    let consent: GivenConsent
    var isObjected: Bool
    var isLive: Bool
    /// Withdrawn by the subject: it is never renewed.
    var isWithdrawn: Bool

    init(_ consent: GivenConsent) {
      self.consent = consent
      isObjected = consent.isObjected
      isWithdrawn = consent.isWithdrawn
      isLive = !consent.isWithdrawn && consent.end != .atOnce
    }
  }

  /// A subject as it is now.
  struct Person {
    var consents: [Standing]
    /// The categories that have a record, as bits.
    var records: UInt32 = 0
    /// The version of the newest value that each category has ever had.
    var versions = [Int16](repeating: -1, count: Population.categories)
    var isErased = false

    /// The categories whose records may be read for some purpose.
    var readable: UInt32 {
      consents.reduce(0) { $1.isLive ? $0 | $1.consent.categories : $0 } & records
    }
  }

  private let valueSize: Int
  private(set) var people: [Person]
  /// Who ever gave a consent for each purpose, and as which of their consents.
  private(set) var givers = [[(subject: Int, index: Int)]](
    repeating: [], count: Population.purposes)
  private(set) var erased: [Int] = []

  init(_ population: Population) {
    valueSize = population.valueSize
    people = (0..<population.subjects).map { _ in Person(consents: []) }
    for consent in population.consents { add(consent) }
    for record in population.records { store(record) }
  }

  private mutating func add(_ consent: GivenConsent) {
    let subject = consent.subject
    givers[consent.purpose].append((subject, people[subject].consents.count))
    people[subject].consents.append(Standing(consent))
  }

  /// Takes in somebody new.
  mutating func enrol(_ consent: GivenConsent) {
    people.append(Person(consents: []))
    add(consent)
  }

  /// The record of a key as it will be stored next.
  func next(_ key: Record.Key) -> Record {
    Record(
      key: key, isObserved: false,
      version: Int(people[key.subject].versions[key.category]) + 1)
  }

  mutating func store(_ record: Record) {
    people[record.key.subject].records |= 1 << UInt32(record.key.category)
    people[record.key.subject].versions[record.key.category] = Int16(record.version)
  }

  mutating func delete(_ key: Record.Key) {
    people[key.subject].records &= ~(1 << UInt32(key.category))
  }

  mutating func erase(_ subject: Int) {
    people[subject].isErased = true
    people[subject].records = 0
    people[subject].consents = []
    erased.append(subject)
  }

  mutating func change(_ subject: Int, _ index: Int, _ body: (inout Standing) -> Void) {
    body(&people[subject].consents[index])
  }

  // MARK: answers

  /// The answer of a read by key that is permitted.
  func answer(_ key: Record.Key) -> Answer {
    .data(count: 1, sum: digest(key))
  }

  /// The answer of a read of a subject's metadata.
  func metadata(of subject: Int) -> Answer {
    let live = people[subject].consents.filter(\.isLive).map(\.consent.purpose)
    return .data(count: live.count, sum: live.reduce(0) { $0 + 1 << UInt64($1) })
  }

  /// The answer of a read by purpose, of all or of those that may go to a recipient.
  func answer(purpose: Int, recipient: Int? = nil) -> Answer {
    var count = 0
    var sum: UInt64 = 0
    for (subject, index) in givers[purpose] where !people[subject].isErased {
      let standing = people[subject].consents[index]
      guard standing.isLive,
        recipient == nil || (standing.consent.recipient == recipient && !standing.isObjected)
      else { continue }
      let categories = standing.consent.categories & people[subject].records
      for category in 0..<Population.categories where categories >> UInt32(category) & 1 == 1 {
        count += 1
        sum &+= digest(Record.Key(subject: subject, category: category))
      }
    }
    return .data(count: count, sum: sum)
  }

  private func digest(_ key: Record.Key) -> UInt64 {
    let version = Int(people[key.subject].versions[key.category])
    return ValueDigest.of(
      Record(key: key, isObserved: false, version: version).value(ofSize: valueSize))
  }
}

extension Oracle.Person {
  /// The categories that some live consent covers.
  var coveredByLive: UInt32 {
    consents.reduce(0) { $1.isLive ? $0 | $1.consent.categories : $0 }
  }

  /// A live consent with records, to whose recipient the subject objects.
  var objection: GivenConsent? {
    consents.first { $0.isObjected && $0.isLive && $0.consent.categories & records != 0 }?.consent
  }

  /// Whether one of some categories has no record.
  func isShort(of categories: UInt32) -> Bool { categories & ~records != 0 }
}
