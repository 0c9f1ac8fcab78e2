import VaultModel
import VaultPolicy

/// The decision as the rules tell it, in strings and sets.
///
/// It is slow, obvious, and was written from the text without a look at the engine. Where the text leaves
/// a choice, `Open:` says which one was made.
struct Reference {
  let policy: Policy
  let request: Request
  var world: World
  /// Minutes east of UTC of a zone; nil where the machine has no data for it.
  let zone: (String) -> Int64?
  let purpose: PurposeDefinition?
  /// All leaves asked for.
  let leaves: Set<String>
  let hasUnknownCategory: Bool

  init(
    _ request: Request, in policy: Policy, world: World,
    zone: @escaping (String) -> Int64? = { _ in nil }
  ) {
    self.policy = policy
    self.request = request
    self.world = world
    self.zone = zone
    purpose = policy.purposes.first { $0.name == request.purpose }
    let leaves = request.categories.map { Self.leaves(under: $0, in: policy) }
    self.leaves = Set(leaves.flatMap(\.self))
    hasUnknownCategory = leaves.contains(where: \.isEmpty)
  }

  struct Answer: Hashable {
    var isPermit: Bool
    var told: Set<String>
    var all: Set<String>
    var withheld: Set<Withheld> = []
    /// For each released leaf, the records (by index) on which it may rest.
    var grounds: [String: Set<Int>] = [:]
    /// For each released leaf, the same for each stored origin that is released.
    var values: [String: [String: Set<Int>]] = [:]
  }

  struct Withheld: Hashable {
    var category: String
    var code: String
  }

  /// What is known about one category leaf.
  struct Part {
    var codes: Set<String> = []
    var isReleased = false
    var grounds: Set<Int> = []
    var values: [String: Set<Int>] = [:]
  }

  func answer() -> Answer {
    guard let purpose else { return answerWithoutPurpose() }
    var whole = nameCodes.union(policyCodes(purpose)).union(momentCodes(purpose))
    var parts: [String: Part] = [:]
    for leaf in leaves { parts[leaf] = part(leaf, purpose) }
    // Open: with no category at all, the other dimensions are told nevertheless.
    if parts.isEmpty { whole.formUnion(consentCodes(nil, nil, purpose).codes) }
    if hasUnknownCategory {
      // Open: an unknown category replaces the category codes of the others too, not its own alone.
      for leaf in parts.keys {
        parts[leaf]?.codes.subtract(["CATEGORY_NOT_ALLOWED", "CATEGORY_NOT_CONSENTED"])
      }
    }

    let all = parts.values.reduce(whole) { $0.union($1.codes) }
    let isPermit =
      request.mode == .partial
      ? whole.isEmpty && parts.values.contains(where: \.isReleased)
      : all.isEmpty && !parts.isEmpty
    var answer = Answer(isPermit: isPermit, told: told(of: all, purpose), all: all)
    guard isPermit else { return answer }
    for (leaf, part) in parts {
      for code in part.codes { answer.withheld.insert(Withheld(category: leaf, code: code)) }
      guard part.isReleased else { continue }
      answer.grounds[leaf] = part.grounds
      answer.values[leaf] = part.values
    }
    return answer
  }

  /// What the asker may hear: of an unknown actor, or one that the policy does not permit, that alone.
  private func told(of all: Set<String>, _ purpose: PurposeDefinition) -> Set<String> {
    guard knowsActor else { return ["ACTOR_UNKNOWN"] }
    return purpose.actors.contains(request.actor) ? all : ["ACTOR_NOT_PERMITTED"]
  }

  private func answerWithoutPurpose() -> Answer {
    var told: Set<String> = isGroup ? ["PURPOSE_IS_GROUP"] : ["PURPOSE_UNKNOWN"]
    if !knowsActor { told.insert("ACTOR_UNKNOWN") }
    // Open: without a purpose there is nothing to hold the subject against.
    return Answer(isPermit: false, told: told, all: told.union(nameCodes))
  }

  /// What policy, permissions and denials say about one leaf and the values stored in it.
  private func part(_ leaf: String, _ purpose: PurposeDefinition) -> Part {
    var part = Part()
    if !purpose.categories.contains(leaf) { part.codes.insert("CATEGORY_NOT_ALLOWED") }
    for rule in policy.never where matches(rule, purpose) {
      if rule.categories.contains(where: { Self.isAt(leaf, orBelow: $0) }) {
        part.codes.insert("NEVER:" + rule.id)
      }
    }
    let consent = consentCodes(leaf, nil, purpose)
    part.codes.formUnion(consent.codes)
    part.grounds = consent.grounds
    part.isReleased = part.codes.isEmpty
    guard isKnownSubject else { return part }

    let origins = Set(world.origins[leaf] ?? [])
    for origin in origins {
      var codes: Set<String> = []
      if !purpose.origins.contains(where: { $0.description == origin }) {
        codes.insert("ORIGIN_NOT_ALLOWED")
      }
      if consent.codes.isEmpty {
        let value = consentCodes(leaf, origin, purpose)
        codes.formUnion(value.codes)
        if codes.isEmpty { part.values[origin] = value.grounds }
      }
      part.codes.formUnion(codes)
    }
    if !origins.isEmpty, part.values.isEmpty { part.isReleased = false }
    return part
  }
}
