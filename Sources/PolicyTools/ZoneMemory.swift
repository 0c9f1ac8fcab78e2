import Synchronization
package import VaultPolicy

/// The machine's time zones, each read once: a large policy names the same one many times.
package final class ZoneMemory: Sendable {
  private let known = Mutex<[String: ZoneRules?]>([:])

  package init() {}

  /// The rules of an IANA zone; nil if the machine has no data for it.
  package func rules(_ zone: String) -> ZoneRules? {
    known.withLock { known in
      if let rules = known[zone] { return rules }
      let rules = ZoneFiles.rules(zone)
      known[zone] = .some(rules)
      return rules
    }
  }
}
