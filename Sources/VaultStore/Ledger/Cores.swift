import Dispatch
import Synchronization

/// Work that is done on every core while the caller waits.
enum Cores {
  /// What `transform` makes of each item, in their order.
  static func map<Item: Sendable, Made: Sendable>(
    _ items: [Item], _ transform: @Sendable (Item) throws -> Made
  ) -> [Result<Made, any Error>] {
    guard items.count > 1 else { return items.map { item in Result { try transform(item) } } }
    let results = Mutex([Result<Made, any Error>?](repeating: nil, count: items.count))
    DispatchQueue.concurrentPerform(iterations: items.count) { index in
      let made = Result { try transform(items[index]) }
      results.withLock { $0[index] = made }
    }
    // Every iteration has ended, so there is no nil among them.
    return results.withLock { $0.compactMap(\.self) }
  }
}
