import VaultModel
import VaultPolicy

/// Registries in which the names of a random policy came in any order, among names of other days.
///
/// A vault's registry grows by every policy that it ever loaded, so a number says nothing about the
/// place of a name in the policy in force.
struct RandomRegistry {
  var random: SplitMix64

  /// A registry of all names that a random world may know.
  mutating func make() throws -> Registry {
    // Now and then so many that the sets of numbers need further words.
    let others = random.oneIn(40) ? 300 : random.oneIn(4) ? 70 : 3
    let categories = RandomPolicy.categories + [RandomPolicy.past]
    let purposes = RandomPolicy.groups + RandomPolicy.purposes + [RandomPolicy.past]
    let past = "third-party:" + RandomPolicy.past
    return try Registry(
      entries: Registry().entries
        + entries(.purpose, purposes, others)
        + entries(.category, categories, others)
        + entries(.actor, RandomPolicy.actors + [RandomPolicy.past], others)
        + entries(.recipient, RandomPolicy.recipients + [RandomPolicy.past], others)
        // There are at most 64.
        + entries(.channel, RandomPolicy.channels + [RandomPolicy.past], min(others, 60))
        + entries(.origin, ["third-party:lab", past], others))
  }

  /// `names` and up to `others` more, numbered at random behind those that are built in.
  private mutating func entries(
    _ kind: NameKind, _ names: [String], _ others: Int
  ) -> [Registry.Entry] {
    let more = (0..<random.number(0...Int64(others))).map { "other-\($0)" }
    let first = Registry().names(kind).count
    return (names + more).shuffled(using: &random).enumerated().map { offset, name in
      Registry.Entry(kind: kind, name: name, number: UInt16(first + offset))
    }
  }
}
