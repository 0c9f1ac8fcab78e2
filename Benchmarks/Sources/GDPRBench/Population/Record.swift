/// A record: one value of a subject under one category, which is its key.
public struct Record: Hashable, Sendable {
  /// What finds a record.
  public struct Key: Hashable, Sendable {
    /// Whose it is.
    public let subject: Int
    /// 0 to 19; a subject has at most one record of a category.
    public let category: Int
  }

  /// What finds it.
  public let key: Key
  /// Whether it was observed; volunteered otherwise.
  public let isObserved: Bool
  /// 0 when it is made, one more with every update.
  public let version: Int

  /// The bytes, as many as the population says; no two versions of any records are the same.
  public func value(ofSize size: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + 8)
    let seed = key.subject << 5 | key.category
    while bytes.count < size {
      let word = drawn(seed, .value, version << 16 | bytes.count)
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) }
    }
    return Array(bytes.prefix(size))
  }
}
