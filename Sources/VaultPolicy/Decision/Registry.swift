package import VaultModel

/// The append-only table of a vault that gives every name its number (03).
///
/// Numbers outlive the policy that brought the name: a permission stored under an old policy keeps
/// its meaning for ever.
package struct Registry: Hashable, Sendable {
  /// One row of the table.
  package struct Entry: Hashable, Sendable {
    package let kind: NameKind
    package let name: String
    package let number: UInt16

    package init(kind: NameKind, name: String, number: UInt16) {
      self.kind = kind
      self.name = name
      self.number = number
    }
  }

  /// How many names of a kind may ever be registered.
  static func limit(_ kind: NameKind) -> Int { kind == .channel ? 64 : 16_384 }

  /// The names of each kind, and their numbers; the kinds in the order of ``NameKind/index``.
  ///
  /// INVARIANT: `names[kind][n]` is the name with number n; numbers have no holes.
  private var names = [[String]](repeating: [], count: NameKind.allCases.count)
  private var numbers = [[String: UInt16]](repeating: [:], count: NameKind.allCases.count)

  /// The table of a new vault: `self` and the three built-in origins.
  package init() {
    add("self", .recipient)
    for origin in [Origin.volunteered, .observed, .inferred] { add(origin.description, .origin) }
  }

  /// The table as stored.
  ///
  /// - Throws: ``RegistryError/damaged`` if a number is missing or stands twice.
  package init(entries: some Collection<Entry>) throws(RegistryError) {
    self.init()
    for entry in entries.sorted(by: { $0.number < $1.number }) {
      if number(entry.name, entry.kind) == entry.number { continue }
      guard names[entry.kind.index].count == Int(entry.number),
        number(entry.name, entry.kind) == nil
      else { throw .damaged }
      add(entry.name, entry.kind)
    }
  }

  private mutating func add(_ name: String, _ kind: NameKind) {
    numbers[kind.index][name] = UInt16(names[kind.index].count)
    names[kind.index].append(name)
  }

  /// Gives numbers to the names that `policy` brings, in sorted order, and returns the new entries.
  ///
  /// - Throws: ``RegistryError/full(_:)`` if a kind has no number left.
  package mutating func register(_ policy: Policy) throws(RegistryError) -> [Entry] {
    let origins = policy.purposes.flatMap(\.origins).map(\.description)
    let brought: [(NameKind, [String])] = [
      (.purpose, policy.groups.map(\.name) + policy.purposes.map(\.name)),
      (.category, policy.categories.map(\.name)),
      (.actor, policy.actors.map(\.name)),
      (.recipient, policy.recipients.map(\.name)),
      (.channel, policy.channels),
      (.origin, origins),
    ]
    var added: [Entry] = []
    for (kind, names) in brought {
      for name in Set(names).sorted() where number(name, kind) == nil {
        let next = self.names[kind.index].count
        guard next < Self.limit(kind) else { throw .full(kind) }
        add(name, kind)
        added.append(Entry(kind: kind, name: name, number: UInt16(next)))
      }
    }
    return added
  }

  /// All rows, by kind and number.
  package var entries: [Entry] {
    NameKind.allCases.flatMap { kind in
      names[kind.index].enumerated().map {
        Entry(kind: kind, name: $0.element, number: UInt16($0.offset))
      }
    }
  }

  /// Every name of a kind, in the order of the numbers.
  package func names(_ kind: NameKind) -> [String] { names[kind.index] }

  /// The number of a name of a kind; nil if the vault never heard it.
  package func number(_ name: String, _ kind: NameKind) -> UInt16? { numbers[kind.index][name] }

  /// The name of a number of a kind; nil if it was never given.
  package func name(_ number: UInt16, _ kind: NameKind) -> String? {
    let names = names[kind.index]
    return number < names.count ? names[Int(number)] : nil
  }

  /// The number of a name; nil if the vault never heard it.
  @inlinable package func number<Kind: RegisteredKind>(_ name: String, _: Kind.Type = Kind.self)
    -> Number<Kind>?
  {
    number(name, Kind.name).map { Number($0) }
  }

  /// The name of a number; nil if it was never given.
  @inlinable package func name<Kind: RegisteredKind>(_ number: Number<Kind>) -> String? {
    name(number.rawValue, Kind.name)
  }

  /// The names of a set, sorted as numbers; names never given are left out.
  package func names<Kind: RegisteredKind>(_ set: NumberSet<Kind>) -> [String] {
    names(set.words, Kind.name)
  }

  // Not generic: callers in other modules get no specialised copy, and every check of a stored
  // permission asks for five sets.
  private func names(_ words: (low: UInt64, high: [UInt64]), _ kind: NameKind) -> [String] {
    let names = names[kind.index]
    var found: [String] = []
    func append(_ word: UInt64, base: Int) {
      var rest = word
      while rest != 0 {
        let number = base + rest.trailingZeroBitCount
        if number < names.count { found.append(names[number]) }
        rest &= rest - 1
      }
    }
    append(words.low, base: 0)
    for (index, word) in words.high.enumerated() { append(word, base: (index + 1) * 64) }
    return found
  }
}

/// What is wrong with the registry.
package enum RegistryError: Error, Hashable, Sendable {
  /// A hole or a repeated name: the table was edited.
  case damaged
  /// Every number of this kind has been given.
  case full(NameKind)
}

/// A kind of name that has a place in the registry.
package protocol RegisteredKind {
  static var name: NameKind { get }
}

extension PurposeKind: RegisteredKind {
  package static var name: NameKind { .purpose }
}
extension CategoryKind: RegisteredKind {
  package static var name: NameKind { .category }
}
extension ActorKind: RegisteredKind {
  package static var name: NameKind { .actor }
}
extension RecipientKind: RegisteredKind {
  package static var name: NameKind { .recipient }
}
extension ChannelKind: RegisteredKind {
  package static var name: NameKind { .channel }
}
extension OriginKind: RegisteredKind {
  package static var name: NameKind { .origin }
}

extension NameKind {
  /// Where the kind stands in an array of all of them.
  fileprivate var index: Int { Int(rawValue) - 1 }
}
