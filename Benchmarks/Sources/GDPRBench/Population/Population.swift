/// Everybody whom a store is loaded with: the same for every store and in every run.
public struct Population: Sendable {
  /// How many purposes there are.
  public static let purposes = 25
  /// How many categories there are.
  public static let categories = 20
  /// How many recipients there are, besides the company itself.
  public static let recipients = 5
  /// How many consents a subject gives, each for another purpose.
  public static let consentsEach = 4

  /// How many subjects, numbered from 0.
  public let subjects: Int
  /// How many bytes a value has.
  public let valueSize: Int
  /// The consents, those of a subject together.
  public let consents: [GivenConsent]
  /// The records, in the order of their making; each is covered by a consent of its subject's.
  public let records: [Record]

  /// Draws a population: `records` records of `records / 10` subjects.
  public init(records count: Int, valueSize: Int = 100) {
    let subjects = max(1, count / 10)
    self.subjects = subjects
    self.valueSize = valueSize
    consents = (0..<subjects).flatMap(Self.consents)
    let covered = (0..<subjects).map { subject in
      Self.consents(of: subject).reduce(0) { $0 | $1.categories }
    }
    var free = covered
    var records: [Record] = []
    records.reserveCapacity(count)
    for number in 0..<count {
      var subject = drawn(number, .subject, below: subjects)
      while free[subject] == 0 { subject = (subject + 1) % subjects }
      var category = drawn(number, .category, below: Self.categories)
      while free[subject] >> UInt32(category) & 1 == 0 {
        category = (category + 1) % Self.categories
      }
      free[subject] &= ~(1 << UInt32(category))
      records.append(
        Record(
          key: Record.Key(subject: subject, category: category),
          isObserved: drawn(number, .origin, below: 4) == 0, version: 0))
    }
    self.records = records
  }

  /// An audience: of `subjects`, each with one consent and one record of its own, those that are asked for by
  /// ``audiencePurpose`` are `reached`.
  public init(subjects: Int, reached: Int, valueSize: Int) {
    self.subjects = subjects
    self.valueSize = valueSize
    // Spread among the others as they come.
    let order = (0..<subjects).sorted { drawn($0, .rank) < drawn($1, .rank) }
    let audience = Set(order.prefix(reached))
    consents = (0..<subjects).map { subject in
      GivenConsent(
        subject: subject,
        purpose: audience.contains(subject) ? Self.audiencePurpose : Self.audiencePurpose + 1,
        categories: 1, recipient: drawn(subject, .recipient, below: Self.recipients),
        isObjected: false, isWithdrawn: false, end: .days(200))
    }
    records = (0..<subjects).map {
      Record(key: Record.Key(subject: $0, category: 0), isObserved: false, version: 0)
    }
  }

  /// The purpose of an audience.
  public static let audiencePurpose = 7

  /// Bytes of all values.
  public var personalBytes: Int { records.count * valueSize }

  /// The company's name of a subject.
  public static func name(of subject: Int) -> String { "customer-\(100_000_000 + subject)" }

  /// The consents of a subject, also of one that comes later.
  ///
  /// One category of ten is covered by none of them.
  static func consents(of subject: Int) -> [GivenConsent] {
    var purposes: [Int] = []
    var turn = 0
    while purposes.count < consentsEach {
      let purpose = drawn(subject, .purpose, turn, below: Self.purposes)
      if !purposes.contains(purpose) { purposes.append(purpose) }
      turn += 1
    }
    var covers = [UInt32](repeating: 0, count: consentsEach)
    for category in 0..<categories where drawn(subject, .cover, category, below: 10) > 0 {
      covers[drawn(subject, .share, category, below: consentsEach)] |= 1 << UInt32(category)
    }
    return purposes.indices.filter { covers[$0] != 0 }.map { index in
      // Of a hundred consents two are over, two are withdrawn, five have an objection.
      let fate = drawn(subject, .fate, index, below: 100)
      return GivenConsent(
        subject: subject, purpose: purposes[index], categories: covers[index],
        recipient: drawn(subject, .recipient, index, below: recipients),
        isObjected: (4..<9).contains(fate), isWithdrawn: (2..<4).contains(fate),
        end: fate < 2 ? .atOnce : .days(100 + drawn(subject, .rank, index, below: 200)))
    }
  }
}
