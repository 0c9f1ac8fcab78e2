import Measuring

/// The streams of operations, each with its right answer: the same from the same seed.
///
/// They go on from one another: what one stream changes is so in the next. So every store has to run every
/// stream, in the order in which they were drawn.
public struct Workload {
  var oracle: Oracle
  var random: Shuffle
  let zipf: Zipf
  /// Whom the skewed draws are of: those of the population, so that who is popular stays so.
  let regulars: Int

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
}

extension Step {
  init(_ operation: Operation, _ expected: Answer) {
    self.operation = operation
    self.expected = expected
  }
}
