import VaultModel
import VaultPolicy

extension RandomWorld {
  /// A world in which somebody said yes to nearly all that the purpose asks for, and little else happened;
  /// much is permitted in it, so that what should not be has something to slip through with.
  mutating func kindWorld(for purpose: PurposeDefinition) -> World {
    var world = world(for: purpose)
    world.subject = .active
    world.clockIsTrusted = true
    if !random.oneIn(4) { world.nos = [] }
    if !random.oneIn(4) { world.contacts = [] }
    if !random.oneIn(4) { world.origins = [:] }
    let longest = (purpose.consent?.maxLifetime ?? .days(30)).milliseconds / RandomPolicy.hour
    let since = random.number(0...max(0, longest - 1))
    let from = world.time - min(since * RandomPolicy.hour, world.time)
    var record = World.Record(
      purpose: purpose.name, from: from, until: from + longest * RandomPolicy.hour, said: from,
      recorded: from, changed: from, order: UInt64(world.records.count))
    // A tie is a no.
    if !world.nos.isEmpty, random.oneIn(2) { world.nos[0].said = from }
    record.isConsent = purpose.basis == .consent
    record.categories = Set(purpose.categories)
    record.operations = ["share", "profile", "combine"]
    record.recipients = Set(purpose.recipients).subtracting(["self"])
    record.channels = Set(purpose.channels)
    record.origins = Set(RandomPolicy.origins)
    record.method = random.pick(["web-form", "signed-statement"])
    world.records.insert(record, at: Int(random.number(0...Int64(world.records.count))))
    return world
  }
}
