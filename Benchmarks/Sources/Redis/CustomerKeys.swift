import Glibc
public import Measuring

/// The customers' records in Redis, indexed: a hash a record, a sorted set a purpose (its members' scores are
/// the ends of their consents), values in clear, an audit stream.
///
/// Nothing in Redis ties a record to a purpose: that the sorted set is asked first is the client's discipline.
///
/// `@unchecked Sendable`: a benchmark runs one thing at a time.
public final class CustomerKeys: @unchecked Sendable {
  private let connection: Connection
  private static let category = Customers.category(of: Customers.purpose)

  /// Empties the server at `path`, and fills it.
  public init(path: String, _ customers: Customers) throws {
    connection = try Connection(path: path)
    _ = try connection.run(Command("FLUSHALL"))
    let end = String(Self.now + 300 * 86_400)
    for purpose in 0..<Customers.purposes {
      var add = Command("ZADD", "purpose:\(purpose)")
      for name in customers.givers(of: purpose) {
        add.add(end)
        add.add(name)
      }
      _ = try connection.run(add)
    }
    for category in 0..<Customers.categories {
      for name in customers.names {
        var set = Command("HSET", "record:\(name):\(category)", "origin", "0", "value")
        set.add(Customers.value)
        try connection.queue(set)
      }
      for _ in customers.names { _ = try connection.answer() }
    }
  }

  /// Everybody whom the purpose may read: the index, then all values in one round trip; with an entry of the
  /// audit stream for each record, or one for the whole read.
  public func readPurpose(auditsEach: Bool) throws -> Int {
    let members = try connection.run(
      Command("ZRANGEBYSCORE", "purpose:\(Customers.purpose)", "(\(Self.now)", "+inf"))
    if !auditsEach { try connection.queue(audit("*")) }
    for index in 0..<members.count {
      let name = members.text(of: index) ?? ""
      if auditsEach { try connection.queue(audit(name)) }
      try connection.queue(Command("HGET", "record:\(name):\(Self.category)", "value"))
    }
    if !auditsEach { _ = try connection.answer() }
    var sum = 0
    for _ in 0..<members.count {
      if auditsEach { _ = try connection.answer() }
      sum += unsafe try connection.answer().withBytes { $0.count } ?? 0
    }
    return sum
  }

  private func audit(_ name: String) -> Command {
    Command(
      "XADD", "audit", "*", "actor", "campaign", "purpose", "\(Customers.purpose)", "subject", name,
      "category", "\(Self.category)")
  }

  private static var now: Int { time(nil) }
}
