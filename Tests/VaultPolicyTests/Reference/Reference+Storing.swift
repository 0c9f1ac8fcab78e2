import VaultModel
import VaultPolicy

/// Storing and staying, by "Storing" of the rules; the request is ignored.
extension Reference {
  init(_ policy: Policy, storingIn world: World) {
    self.init(Request(actor: "", purpose: "", categories: []), in: policy, world: world)
  }

  /// Whether a value may be stored.
  ///
  /// Some live permission must cover its category and its origin, for a purpose that the policy lets have
  /// both, and no denial may stop it. Storing goes on under a restriction.
  func mayStore(_ category: String, from origin: String) -> Bool {
    var world = world
    world.subject = .active
    return policy.purposes.contains { purpose in
      let reference = Reference(
        Request(actor: "", purpose: purpose.name, categories: [category]), in: policy,
        world: world)
      return purpose.categories.contains(category)
        && purpose.origins.contains { $0.description == origin }
        && !reference.isStale(purpose)
        && reference.consentCodes(category, origin, purpose).codes.isEmpty
    }
  }

  /// Whether a stored value may stay.
  ///
  /// A permission that names it must run, or have ended no longer ago than the smaller of the retentions
  /// then and now. What ended is what ran out, was closed, or was denied by a later word.
  func mayStay(_ category: String, from origin: String) -> Bool {
    world.records.contains { record in
      guard record.categories.contains(category),
        record.origins.union(["volunteered", "observed"]).contains(origin),
        [.given, .expired, .withdrawn, .revoked, .closed].contains(record.state),
        record.from <= world.time
      else { return false }
      // What today's policy does not know is kept while it runs, and not retained.
      guard let purpose = policy.purposes.first(where: { $0.name == record.purpose }) else {
        return record.state == .given && world.time < record.until
      }
      let kept = min(record.retention, purpose.retention.milliseconds)
      return world.time < actualEnd(record, category, purpose) + kept
    }
  }

  private func actualEnd(
    _ record: World.Record, _ category: String, _ purpose: PurposeDefinition
  ) -> Int64 {
    let isClosed = ![.given, .expired].contains(record.state)
    let end = isClosed ? min(record.until, record.changed) : record.until
    let unanswered = touchingDenials(category, purpose).filter { no in
      !(record.isConsent && word(record) > no.said)
    }
    return unanswered.reduce(end) { min($0, $1.said, $1.recorded) }
  }
}
