import VaultModel

/// Short words for the tests of single laws.
extension SmallModel {
  /// A consent for `g.k` that covers whatever it can, from the first step to the fifth.
  static func consent(_ change: (inout World.Record) -> Void = { _ in }) -> World.Record {
    record(1, 5, change: change)
  }

  /// A ground for `g.l` from the first step to the eighth.
  static func interest(_ change: (inout World.Record) -> Void = { _ in }) -> World.Record {
    var record = ground(1, 8)
    change(&record)
    return record
  }

  /// A world at the third step, with the records numbered in order.
  static func world(
    _ records: [World.Record] = [], nos: [World.No] = [],
    change: (inout World) -> Void = { _ in }
  ) -> World {
    var world = World(time: time(3))
    for (index, record) in records.enumerated() {
      var record = record
      record.order = UInt64(index + 1)
      world.records.append(record)
    }
    world.nos = nos
    change(&world)
    return world
  }

  /// A request for `g.k` that such a consent permits.
  static func request(_ change: (inout Request) -> Void = { _ in }) -> Request {
    var request = Request(actor: "p", purpose: "g.k", categories: ["c.a"], channel: "x")
    change(&request)
    return request
  }
}
