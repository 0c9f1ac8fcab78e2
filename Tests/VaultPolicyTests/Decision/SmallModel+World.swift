import VaultModel

/// What a small world is made of.
extension SmallModel {
  static let times = [2, 3, 5, 6].map { time($0) }

  static let subjects: [World.Subject] = [
    .active, .restricted(since: time(0)), .restricted(since: time(2)),
  ]

  /// What else may be the case: values of several origins, a subject that is gone, a clock behind vault
  /// time.
  static let circumstances: [@Sendable (inout World) -> Void] = [
    { _ in },
    { $0.origins = ["c.a": ["volunteered", "inferred"]] },
    { $0.origins = ["c.a": ["observed"], "c.b": ["third-party:z"], "d": ["third-party:z"]] },
    { world in
      switch world.subject {
      case .active: world.subject = .unknown
      case .restricted(since: 0): world.subject = .erased
      default: world.clockIsTrusted = false
      }
    },
  ]

  /// A consent for `g.k`, unless changed, that covers whatever it can.
  static func record(
    _ from: Int64, _ until: Int64, said: Int64? = nil,
    change: (inout World.Record) -> Void = { _ in }
  ) -> World.Record {
    var record = World.Record(
      purpose: "g.k", categories: ["c.a", "c.b"], recipients: ["r"], channels: ["x"],
      from: time(from), until: time(until), method: "explicit-statement",
      said: time(said ?? from), recorded: time(said ?? from), changed: time(said ?? from), order: 0)
    change(&record)
    return record
  }

  private static func ended(_ state: PermissionState, changed: Int64) -> World.Record {
    record(1, 5) {
      $0.state = state
      $0.changed = time(changed)
    }
  }

  static func ground(_ from: Int64, _ until: Int64, _ state: PermissionState = .given)
    -> World.Record
  {
    record(from, until) {
      $0.isConsent = false
      $0.purpose = "g.l"
      $0.categories = ["c.a", "d"]
      $0.channels = []
      $0.method = nil
      $0.state = state
    }
  }

  static let first: [World.Record?] = [
    nil,
    record(1, 5),
    record(1, 5) { $0.method = "web-form" },
    record(1, 6),
    record(4, 8, said: 1),
    record(3, 6) { $0.recorded = time(1) },
    record(1, 5) { $0.recorded = time(3) },
    record(1, 5) { $0.categories = ["c.a"] },
    record(1, 5) { $0.channels = ["y"] },
    record(1, 5) { $0.recipients = [] },
    record(1, 5) { $0.operations = ["profile"] },
    record(1, 5) { $0.origins = ["inferred"] },
    ended(.requested, changed: 1),
    ended(.withdrawn, changed: 2),
    ended(.revoked, changed: 2),
    ended(.unproven, changed: 1),
    ground(1, 6),
    ground(4, 8),
    record(1, 5) { $0.purpose = "g.l" },
    record(1, 5) { $0.isConsent = false },
  ]

  static let second: [World.Record?] = [
    nil,
    record(3, 6),
    record(2, 5) {
      $0.categories = ["c.a"]
      $0.origins = ["inferred"]
      $0.method = "web-form"
    },
    record(1, 2),
    ended(.expired, changed: 1),
    ended(.invalidated, changed: 3),
    ground(2, 8),
    ground(1, 5, .closed),
  ]

  static func no(
    _ purpose: String?, _ said: Int64, _ change: (inout World.No) -> Void = { _ in }
  ) -> World.No {
    var no = World.No(purpose: purpose, said: time(said), recorded: time(said))
    change(&no)
    return no
  }

  static let nos: [World.No?] = [
    nil,
    no("g", 2),
    no(nil, 3),
    no("g.k", 1),
    no("g.k", 2) { $0.isRefusal = true },
    no("g.k", 6) { $0.recorded = time(2) },
    no("g.k", 1) { $0.recorded = time(5) },
    no("g.l", 2),
    no("g.k", 3) { $0.categories = ["c"] },
    no("g.k", 3) { $0.categories = ["c.a"] },
    no("g", 3) { $0.categories = [] },
    no("g.k", 3) { $0.channels = ["x"] },
    no(nil, 3) { $0.channels = ["y"] },
    no(nil, 3) { $0.recipients = ["r"] },
    no("g.k", 3) { $0.recipients = ["self"] },
    no(nil, 3) {
      $0.categories = ["c.b", "d"]
      $0.recipients = ["self"]
    },
  ]

  static let moreNos: [World.No?] = [
    nil,
    no("g.k", 3) { $0.isRefusal = true },
    no(nil, 2) { $0.categories = ["d"] },
  ]
}
