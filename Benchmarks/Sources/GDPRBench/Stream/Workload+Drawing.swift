// Subjects, consents and records as a mix draws them.
extension Workload {
  mutating func chance(_ share: Double) -> Bool {
    Double.random(in: 0..<1, using: &random) < share
  }

  mutating func days() -> Int { Int.random(in: 100..<300, using: &random) }

  /// A subject of whom `fits` holds, as often as its mix draws it.
  mutating func subject(_ mix: Mix, _ fits: (Oracle.Person) -> Bool) -> Int {
    guard let subject = anySubject(mix, fits) else {
      preconditionFailure("the population has run out of subjects for a mix")
    }
    return subject
  }

  /// The same; nil if there is none.
  mutating func anySubject(_ mix: Mix, _ fits: (Oracle.Person) -> Bool) -> Int? {
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
  mutating func live(_ mix: Mix) -> (subject: Int, index: Int) {
    let subject = subject(mix) { $0.consents.contains(where: \.isLive) }
    let consents = oracle.people[subject].consents
    let start = Int.random(in: consents.indices, using: &random)
    let index = consents.indices.first { consents[(start + $0) % consents.count].isLive } ?? 0
    return (subject, (start + index) % consents.count)
  }

  /// A record under a live consent, and which one.
  mutating func readable(_ mix: Mix) -> (key: Record.Key, index: Int) {
    let subject = subject(mix) { $0.readable != 0 }
    let person = oracle.people[subject]
    let category = one(of: person.readable)
    let index = person.consents.firstIndex { $0.consent.covers(category) } ?? 0
    return (Record.Key(subject: subject, category: category), index)
  }

  func purpose(_ subject: Int, _ index: Int) -> Int {
    oracle.people[subject].consents[index].consent.purpose
  }

  /// One of the categories that are set as bits.
  mutating func one(of categories: UInt32) -> Int {
    var skipped = Int.random(in: 0..<max(1, categories.nonzeroBitCount), using: &random)
    for category in 0..<Population.categories where categories >> UInt32(category) & 1 == 1 {
      if skipped == 0 { return category }
      skipped -= 1
    }
    preconditionFailure("there is no such category")
  }
}
