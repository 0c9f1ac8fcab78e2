package import VaultModel

/// The append-only table of a vault that gives every name its number.
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

  /// By the kind's own number, because both are asked at every step of a decision.
  ///
  /// INVARIANT: numbers have no holes.
  private var names = [[String]](repeating: [], count: kinds)
  private var index = NameIndex()

  /// One more than the largest raw value of a kind.
  private static let kinds = 1 + (NameKind.allCases.map { Int($0.rawValue) }.max() ?? 0)

  /// The table of a new vault: `self` and the three built-in origins.
  package init() {
    add("self", .recipient)
    for origin in [Origin.volunteered, .observed, .inferred] { add(origin.description, .origin) }
  }

  /// The table as stored.
  ///
  /// - Throws: ``RegistryError/damaged`` if a number or a built-in name is missing, or stands twice.
  package init(entries: some Collection<Entry>) throws(RegistryError) {
    self.init()
    for entry in entries.sorted(by: { $0.number < $1.number }) {
      if number(entry.name, entry.kind) == entry.number { continue }
      guard names(entry.kind).count == Int(entry.number), number(entry.name, entry.kind) == nil
      else { throw .damaged }
      add(entry.name, entry.kind)
    }
    guard entries.count == self.entries.count else { throw .damaged }
  }

  private mutating func add(_ name: String, _ kind: NameKind) {
    let number = UInt16(names(kind).count)
    names[Int(kind.rawValue)].append(name)
    index.add(Entry(kind: kind, name: name, number: number))
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
        let next = self.names(kind).count
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
      names(kind).enumerated().map {
        Entry(kind: kind, name: $0.element, number: UInt16($0.offset))
      }
    }
  }

  /// Every name of a kind, in the order of the numbers.
  package func names(_ kind: NameKind) -> [String] { names[Int(kind.rawValue)] }

  private func number(_ name: String, _ kind: NameKind) -> UInt16? {
    index.number(of: name, kind)
  }

  /// The number of a name; nil if the vault never heard it.
  package func number<Kind: RegisteredKind>(_ name: String, _: Kind.Type = Kind.self) -> Number<
    Kind
  >? {
    guard let number = number(name, Kind.name) else { return nil }
    return Number(number)
  }

  /// The name of a number; nil if it was never given.
  package func name<Kind: RegisteredKind>(_ number: Number<Kind>) -> String? {
    let names = names(Kind.name)
    return number.rawValue < names.count ? names[Int(number.rawValue)] : nil
  }

  /// The names of a set, sorted as numbers; names never given are left out.
  package func names<Kind: RegisteredKind>(_ set: NumberSet<Kind>) -> [String] {
    var found: [String] = []
    for number in set.numbers {
      if let name = name(number) { found.append(name) }
    }
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

extension PurposeKind: RegisteredKind { package static var name: NameKind { .purpose } }
extension CategoryKind: RegisteredKind { package static var name: NameKind { .category } }
extension ActorKind: RegisteredKind { package static var name: NameKind { .actor } }
extension RecipientKind: RegisteredKind { package static var name: NameKind { .recipient } }
extension ChannelKind: RegisteredKind { package static var name: NameKind { .channel } }
extension OriginKind: RegisteredKind { package static var name: NameKind { .origin } }
