import Measuring

/// The streams of operations, each with its right answer: the same from the same seed.
///
/// They go on from one another: what one stream changes is so in the next. So every store has to run every
/// stream, in the order in which they were drawn.
public struct Workload {
  private var oracle: Oracle
  private var random: Shuffle
  private let zipf: Zipf
  /// Whom the skewed draws are of: those of the population, so that who is popular stays so.
  private let regulars: Int

  /// Streams over a population.
  public init(_ population: Population, seed: UInt64 = 1) {
    oracle = Oracle(population)
    random = Shuffle(seed: seed)
    zipf = Zipf(population.subjects)
    regulars = population.subjects
  }

  /// Erases one subject of a hundred, so that there are deletions to be proved; not measured.
  public mutating func opening() -> [Step] {
    (0..<max(5, oracle.people.count / 100)).map { _ in deleteSubject() }
  }

  /// The next operations of a mix.
  public mutating func next(_ count: Int, of mix: Mix) -> [Step] {
    let shares = mix.shares
    let deniable = mix.deniable
    return (0..<count).map { _ in
      var place = Int.random(in: 0..<100, using: &random)
      var drawn = shares[0].0
      for (draft, share) in shares {
        drawn = draft
        if place < share { break }
        place -= share
      }
      let isDenied = deniable.contains(drawn) && chance(mix.denialRate)
      return isDenied ? denied(drawn, mix) : permitted(drawn, mix)
    }
  }

  // MARK: what is permitted

  private mutating func permitted(_ draft: Mix.Draft, _ mix: Mix) -> Step {
    switch draft {
    case .create: return create()
    case .deleteSubject: return deleteSubject()
    case .deleteKey:
      let key = readable(mix).key
      oracle.delete(key)
      return Step(.deleteRecord(key), .done)
    case .sweep: return Step(.sweep, .done)
    case .updateMetadata:
      if chance(0.1) {
        let (subject, index) = live(mix)
        oracle.change(subject, index) { $0.isLive = false }
        return Step(.expire(subject: subject, purpose: purpose(subject, index)), .done)
      }
      return renew(mix)
    case .updateByPurpose: return renewMany()
    case .choose: return choose(mix)
    case .read:
      let (key, index) = readable(mix)
      let standing = oracle.people[key.subject].consents[index]
      let recipient = !standing.isObjected && chance(0.3) ? standing.consent.recipient : nil
      return Step(
        .read(key, purpose: standing.consent.purpose, recipient: recipient), oracle.answer(key))
    case .readMetadata:
      let subject = subject(mix) { !$0.isErased }
      return Step(.metadata(subject: subject), oracle.metadata(of: subject))
    case .updateValue:
      let record = oracle.next(readable(mix).key)
      oracle.store(record)
      return Step(.update(record), .done)
    case .readPurpose:
      let purpose = Int.random(in: 0..<Population.purposes, using: &random)
      return Step(.readPurpose(purpose), oracle.answer(purpose: purpose))
    case .readObject:
      let purpose = Int.random(in: 0..<Population.purposes, using: &random)
      let recipient = Int.random(in: 0..<Population.recipients, using: &random)
      return Step(
        .readRecipient(purpose: purpose, recipient: recipient),
        oracle.answer(purpose: purpose, recipient: recipient))
    case .verifyLog: return Step(.verifyLog(Int.random(in: 1...1_000, using: &random)), .done)
    case .proveDeletion:
      return Step(.proveDeletion(subject: oracle.erased.randomElement(using: &random) ?? 0), .done)
    }
  }

  private mutating func create() -> Step {
    if chance(0.2) {
      let subject = oracle.people.count
      let consents = Population.consents(of: subject)
      let drawn = consents[Int.random(in: consents.indices, using: &random)]
      let consent = GivenConsent(
        subject: subject, purpose: drawn.purpose, categories: drawn.categories,
        recipient: drawn.recipient, isObjected: false, isWithdrawn: false, end: .days(200))
      oracle.enrol(consent)
      let record = oracle.next(
        Record.Key(subject: subject, category: consent.categories.trailingZeroBitCount))
      oracle.store(record)
      return Step(.enrol(consent, record), .done)
    }
    let subject = subject(.controller) { $0.isShort(of: $0.coveredByLive) }
    let person = oracle.people[subject]
    let record = oracle.next(
      Record.Key(
        subject: subject, category: one(of: person.coveredByLive & ~person.records)))
    oracle.store(record)
    return Step(.create(record), .done)
  }

  private mutating func deleteSubject() -> Step {
    let subject = subject(.controller) { !$0.isErased }
    oracle.erase(subject)
    return Step(.deleteSubject(subject), .done)
  }

  private mutating func renew(_ mix: Mix) -> Step {
    let (subject, index) = live(mix)
    oracle.change(subject, index) { $0.isObjected = false }
    return Step(
      .renew(subject: subject, purpose: purpose(subject, index), days: days()), .done)
  }

  private mutating func renewMany() -> Step {
    let purpose = Int.random(in: 0..<Population.purposes, using: &random)
    let givers = oracle.givers[purpose]
    let start = Int.random(in: givers.indices, using: &random)
    var subjects: [Int] = []
    for place in 0..<givers.count where subjects.count < 20 {
      let (subject, index) = givers[(start + place) % givers.count]
      guard !oracle.people[subject].isErased, oracle.people[subject].consents[index].isLive else {
        continue
      }
      oracle.change(subject, index) { $0.isObjected = false }
      subjects.append(subject)
    }
    return Step(.renewMany(purpose: purpose, subjects: subjects, days: days()), .done)
  }

  /// Renews, objects or withdraws: three, one and one of five.
  private mutating func choose(_ mix: Mix) -> Step {
    guard chance(0.4) else { return renew(mix) }
    let (subject, index) = live(mix)
    let consent = oracle.people[subject].consents[index].consent
    if chance(0.5) {
      oracle.change(subject, index) { $0.isObjected = true }
      return Step(
        .object(subject: subject, purpose: consent.purpose, recipient: consent.recipient), .done)
    }
    oracle.change(subject, index) {
      $0.isLive = false
      $0.isWithdrawn = true
    }
    return Step(.withdraw(subject: subject, purpose: consent.purpose), .done)
  }

  // MARK: what must be denied

  private mutating func denied(_ draft: Mix.Draft, _ mix: Mix) -> Step {
    switch draft {
    case .create, .updateValue:
      if draft == .create, chance(0.3), let subject = oracle.erased.randomElement(using: &random) {
        let record = oracle.next(
          Record.Key(
            subject: subject, category: Int.random(in: 0..<Population.categories, using: &random)))
        return Step(.create(record), .denied)
      }
      // Withdrawn, over, or covered by no consent.
      let all: UInt32 = 1 << UInt32(Population.categories) - 1
      let subject = subject(mix) { !$0.isErased && $0.coveredByLive != all }
      let category = one(of: all & ~oracle.people[subject].coveredByLive)
      let record = oracle.next(Record.Key(subject: subject, category: category))
      return Step(draft == .create ? .create(record) : .update(record), .denied)
    case .updateMetadata, .choose:
      let subject = subject(mix) { $0.consents.contains(where: \.isWithdrawn) }
      let withdrawn = oracle.people[subject].consents.first(where: \.isWithdrawn)
      return Step(
        .renew(subject: subject, purpose: withdrawn?.consent.purpose ?? 0, days: days()), .denied)
    case .readMetadata:
      let never = 500_000_000 + Int.random(in: 0..<1_000, using: &random)
      let subject = chance(0.5) ? never : oracle.erased.randomElement(using: &random) ?? never
      return Step(.metadata(subject: subject), .denied)
    case .proveDeletion:
      return Step(.proveDeletion(subject: subject(mix) { !$0.isErased }), .denied)
    default: return deniedRead(mix)
    }
  }

  /// Another purpose, another recipient, one who is objected to, or a consent that is over or withdrawn.
  private mutating func deniedRead(_ mix: Mix) -> Step {
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      let (key, index) = readable(mix)
      let own = purpose(key.subject, index)
      let other =
        (own + Int.random(in: 1..<Population.purposes, using: &random))
        % Population.purposes
      return Step(.read(key, purpose: other, recipient: nil), .denied)
    case 1:
      let (key, index) = readable(mix)
      let consent = oracle.people[key.subject].consents[index].consent
      let other =
        (consent.recipient + Int.random(in: 1..<Population.recipients, using: &random))
        % Population.recipients
      return Step(.read(key, purpose: consent.purpose, recipient: other), .denied)
    case 2:
      // Of few subjects nobody may object any more.
      guard let subject = anySubject(mix, { $0.objection != nil }),
        let consent = oracle.people[subject].objection
      else { return deniedRead(mix) }
      let key = Record.Key(
        subject: subject,
        category: one(of: consent.categories & oracle.people[subject].records))
      return Step(
        .read(key, purpose: consent.purpose, recipient: consent.recipient), .denied)
    default:
      let subject = subject(mix) { $0.consents.contains { !$0.isLive } }
      guard let over = oracle.people[subject].consents.first(where: { !$0.isLive }) else {
        preconditionFailure("no consent is over")
      }
      let key = Record.Key(subject: subject, category: one(of: over.consent.categories))
      return Step(.read(key, purpose: over.consent.purpose, recipient: nil), .denied)
    }
  }

  // MARK: drawing

  private mutating func chance(_ share: Double) -> Bool {
    Double.random(in: 0..<1, using: &random) < share
  }

  private mutating func days() -> Int { Int.random(in: 100..<300, using: &random) }

  /// A subject of whom `fits` holds, as often as its mix draws it.
  private mutating func subject(_ mix: Mix, _ fits: (Oracle.Person) -> Bool) -> Int {
    guard let subject = anySubject(mix, fits) else {
      preconditionFailure("the population has run out of subjects for a mix")
    }
    return subject
  }

  /// The same; nil if there is none.
  private mutating func anySubject(_ mix: Mix, _ fits: (Oracle.Person) -> Bool) -> Int? {
    let count = oracle.people.count
    var last = 0
    for _ in 0..<1_000 {
      last =
        mix.isSkewed
        ? drawn(zipf.rank(Double.random(in: 0..<1, using: &random)), .rank, below: regulars)
        : Int.random(in: 0..<count, using: &random)
      if fits(oracle.people[last]) { return last }
    }
    // Whom the draws do not find, the neighbours may be.
    for place in 1...count where fits(oracle.people[(last + place) % count]) {
      return (last + place) % count
    }
    return nil
  }

  /// A live consent of a subject.
  private mutating func live(_ mix: Mix) -> (subject: Int, index: Int) {
    let subject = subject(mix) { $0.consents.contains(where: \.isLive) }
    let consents = oracle.people[subject].consents
    let start = Int.random(in: consents.indices, using: &random)
    let index = consents.indices.first { consents[(start + $0) % consents.count].isLive } ?? 0
    return (subject, (start + index) % consents.count)
  }

  /// A record under a live consent, and which one.
  private mutating func readable(_ mix: Mix) -> (key: Record.Key, index: Int) {
    let subject = subject(mix) { $0.readable != 0 }
    let person = oracle.people[subject]
    let category = one(of: person.readable)
    let index = person.consents.firstIndex { $0.consent.covers(category) } ?? 0
    return (Record.Key(subject: subject, category: category), index)
  }

  private func purpose(_ subject: Int, _ index: Int) -> Int {
    oracle.people[subject].consents[index].consent.purpose
  }

  /// One of the categories that are set as bits.
  private mutating func one(of categories: UInt32) -> Int {
    var skipped = Int.random(in: 0..<max(1, categories.nonzeroBitCount), using: &random)
    for category in 0..<Population.categories where categories >> UInt32(category) & 1 == 1 {
      if skipped == 0 { return category }
      skipped -= 1
    }
    preconditionFailure("there is no such category")
  }
}

extension Oracle.Person {
  /// The categories that some live consent covers.
  fileprivate var coveredByLive: UInt32 {
    consents.reduce(0) { $1.isLive ? $0 | $1.consent.categories : $0 }
  }

  /// A live consent with records, to whose recipient the subject objects.
  fileprivate var objection: GivenConsent? {
    consents.first { $0.isObjected && $0.isLive && $0.consent.categories & records != 0 }?.consent
  }

  /// Whether one of some categories has no record.
  fileprivate func isShort(of categories: UInt32) -> Bool { categories & ~records != 0 }
}

extension Step {
  fileprivate init(_ operation: Operation, _ expected: Answer) {
    self.operation = operation
    self.expected = expected
  }
}
