import VaultModel

/// What must be true of a vault: a plain dictionary that the laboratory keeps by itself.
///
/// It shares no code with the vault, apart from the types of times.
struct Truth: Hashable, Sendable {
  /// One consent that was given and not closed.
  struct Yes: Hashable, Sendable {
    let given: Timestamp
    let until: Timestamp
  }

  enum Status: Hashable, Sendable {
    case unknown
    case active
    case restricted(since: Timestamp)
    case erased
  }

  struct Person: Hashable, Sendable {
    var status = Status.unknown
    var consents: [Purpose: [Yes]] = [:]
    /// The end of the contract that is open.
    var ground: Timestamp?
    var values: [String: [UInt8]] = [:]
    /// When they were contacted.
    var contacts: [Timestamp] = []
  }

  /// What the vault says about one person and one purpose.
  enum Answer: Hashable, Sendable {
    case denied
    /// Exactly these bytes, by category.
    case released([String: [UInt8]])
    /// Permitted, and not read: reading would count as a contact.
    case open
  }

  static let people = 3

  var persons = [Person](repeating: Person(), count: people)
  /// How often data was released: so many leaves say so.
  var releases = 0
  /// Ways to unlock the keyring: the owner's key file and the recovery code.
  var slots = 2
  var edition = 1

  /// What an access is answered.
  func answer(_ person: Int, _ purpose: Purpose, at time: Timestamp) -> Answer {
    let it = persons[person]
    guard it.isOpen(purpose, at: time) else { return .denied }
    if purpose == .news {
      let recent = it.contacts.filter { time.since($0) < Purpose.contactSpan }
      return recent.count < Purpose.mostContacts ? .open : .denied
    }
    return .released(it.values.filter { purpose.categories.contains($0.key) })
  }
}

extension Truth.Person {
  /// Whether there is a basis that opens the purpose.
  func isOpen(_ purpose: Purpose, at time: Timestamp) -> Bool {
    let since: Timestamp?
    switch status {
    case .unknown, .erased: return false
    case .active: since = nil
    case .restricted(let start): since = start
    }
    if purpose == .care { return since == nil && ground.map { time < $0 } ?? false }
    return consents[purpose]?.contains { yes in
      time < yes.until && since.map { yes.given > $0 } ?? true
    } ?? false
  }

  /// Whether something lets a value of the category stay; a restriction does not matter here.
  func covers(_ category: String, at time: Timestamp) -> Bool {
    Purpose.allCases.contains { purpose in
      guard purpose.categories.contains(category) else { return false }
      if purpose == .care { return ground.map { time < $0 } ?? false }
      return consents[purpose]?.contains { time < $0.until } ?? false
    }
  }
}
