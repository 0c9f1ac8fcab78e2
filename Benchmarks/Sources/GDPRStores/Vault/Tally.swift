import ConsentVault
import GDPRBench

/// What the guard released, summed up.
struct Tally {
  private var count = 0
  private var sum: UInt64 = 0

  /// Counts the values of an answer; false if it is a denial.
  @discardableResult
  mutating func add(_ access: consuming Access<AnyPurpose>) -> Bool {
    switch consume access {
    case .denied: return false
    case .permitted(let disclosure):
      for index in disclosure.values.indices {
        let digest: UInt64? = disclosure.withBytes(of: index) { bytes in
          bytes.byteCount == 0
            ? nil : unsafe bytes.withUnsafeBytes { unsafe ValueDigest.of($0) }
        }
        guard let digest else { continue }
        count += 1
        sum &+= digest
      }
      return true
    }
  }

  var answer: Answer { .data(count: count, sum: sum) }

  /// The answer about metadata: the purposes of live consents, by their names.
  static func answer(_ purposes: [String]) -> Answer {
    let numbers = purposes.compactMap { UInt64($0.dropFirst("use-".count)) }
    return .data(count: numbers.count, sum: numbers.reduce(0) { $0 + 1 << $1 })
  }
}
