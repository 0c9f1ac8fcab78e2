import VaultModel
import VaultPolicy

/// Worlds and requests made at random for a random policy, close enough to it that much is permitted.
///
/// Times are whole hours of five days, so that ends, words and questions often fall together.
struct RandomWorld {
  let policy: Policy
  var random: SplitMix64

  private mutating func time() -> Int64 { random.number(0...120) * RandomPolicy.hour }

  mutating func world(for purpose: PurposeDefinition) -> World {
    var world = World(time: time())
    if random.oneIn(12) { world.subject = random.pick([.unknown, .erased]) }
    if random.oneIn(5) { world.subject = .restricted(since: time()) }
    for order in 0..<random.number(0...4) {
      let others = RandomPolicy.purposes + [RandomPolicy.past]
      let name = random.oneIn(5) ? random.pick(others) : purpose.name
      world.records.append(record(name, at: world.time, order: UInt64(order)))
    }
    for _ in 0..<random.number(0...2) where random.oneIn(2) { world.nos.append(no(purpose)) }
    for leaf in RandomPolicy.leaves where random.oneIn(4) {
      world.origins[leaf] = random.some(of: RandomPolicy.origins).sorted()
    }
    for _ in 0..<random.number(0...3) { world.contacts.append(time()) }
    world.clockIsTrusted = !random.oneIn(20)
    return world
  }

  mutating func record(_ purpose: String, at now: Int64, order: UInt64) -> World.Record {
    let definition = policy.purposes.first { $0.name == purpose }
    let said = min(time(), random.oneIn(3) ? .max : now)
    let from = random.oneIn(5) ? time() : said
    var record = World.Record(
      purpose: purpose, from: from, until: time(), said: said,
      recorded: random.oneIn(4) ? time() : said, changed: said, order: order)
    if random.oneIn(2) { record.until = from + random.number(1...100) * RandomPolicy.hour }
    record.isConsent = (definition?.basis == .consent) != random.oneIn(15)
    record.categories = most(definition?.categories ?? RandomPolicy.leaves)
    // A policy of older days may have allowed more.
    if random.oneIn(4) { record.categories.insert(random.pick(RandomPolicy.leaves)) }
    record.channels = most(definition?.channels ?? RandomPolicy.channels)
    record.recipients = most(definition?.recipients ?? []).subtracting(["self"])
    record.operations = random.some(of: ["share", "profile", "combine"])
    record.origins = random.some(of: RandomPolicy.origins)
    record.method =
      random.oneIn(9) ? nil : random.pick(ConsentMethod.allCases.map(\.rawValue))
    record.retention = random.number(0...40) * RandomPolicy.hour
    if random.oneIn(3) { close(&record, at: now) }
    return record
  }

  /// Ends it in a state that a record of its kind can have.
  private mutating func close(_ record: inout World.Record, at now: Int64) {
    let states: [PermissionState] =
      record.isConsent
      ? [.requested, .refused, .withdrawn, .revoked, .expired, .invalidated, .unproven]
      : [.requested, .expired, .closed]
    record.state = random.pick(states)
    if record.state == .expired { record.until = min(record.until, now) }
    if random.oneIn(2) { record.changed = max(record.changed, time()) }
  }

  mutating func no(_ purpose: PurposeDefinition) -> World.No {
    let nodes =
      Self.lineage(purpose.name) + [nil, random.pick(RandomPolicy.purposes), RandomPolicy.past]
    let said = time()
    var no = World.No(
      purpose: random.pick(nodes), said: said, recorded: random.oneIn(3) ? time() : said)
    no.isRefusal = random.oneIn(3)
    if random.oneIn(4) { no.categories = random.some(of: RandomPolicy.categories) }
    if random.oneIn(4) { no.channels = random.some(of: RandomPolicy.channels) }
    if random.oneIn(4) { no.recipients = random.some(of: RandomPolicy.recipients + ["self"]) }
    return no
  }

  /// The purpose and the groups above it.
  static func lineage(_ name: String) -> [String?] {
    let segments = name.split(separator: ".")
    return segments.indices.map { segments[...$0].joined(separator: ".") }
  }

  private mutating func most(_ names: [String]) -> Set<String> {
    Set(names.filter { _ in !random.oneIn(5) })
  }

  mutating func request(for purpose: PurposeDefinition) -> Request {
    var request = Request(
      actor: random.pick(purpose.actors), purpose: purpose.name,
      categories: (0..<random.number(1...3)).map { _ in random.pick(purpose.categories) })
    request.channel = purpose.channels.isEmpty ? nil : random.pick(purpose.channels)
    if random.oneIn(4) { request.recipient = random.pick(purpose.recipients) }
    if random.oneIn(2) { request.mode = .partial }
    if random.oneIn(6) { request.operation = "profile" }
    if random.oneIn(2) { spoil(&request) }
    return request
  }

  /// Puts another name, perhaps one that nobody declares, in one place.
  private mutating func spoil(_ request: inout Request) {
    let strange = [RandomPolicy.past, "zz", ""]
    switch random.number(0...6) {
    case 0: request.actor = random.pick(RandomPolicy.actors + strange)
    case 1: request.purpose = random.pick(RandomPolicy.purposes + RandomPolicy.groups + strange)
    case 2: request.categories.append(random.pick(RandomPolicy.categories + strange))
    case 3: request.operation = random.pick(["use", "share", "profile", "combine"] + strange)
    case 4: request.recipient = random.pick(RandomPolicy.recipients + strange)
    case 5: request.channel = random.pick([nil] + RandomPolicy.channels + strange)
    default: request.categories = random.oneIn(2) ? [] : [random.pick(strange)]
    }
  }
}
