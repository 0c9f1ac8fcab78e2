import GDPRBench

/// A consent as Redis keeps it: five numbers as text.
struct ConsentTerms {
  let categories: UInt32
  let recipient: Int
  var isObjected: Bool
  var isWithdrawn: Bool
  /// Milliseconds since 1970.
  var until: Int

  init(_ consent: GivenConsent, now: Int) {
    categories = consent.categories
    recipient = consent.recipient
    isObjected = consent.isObjected
    isWithdrawn = consent.isWithdrawn
    until = now
    if case .days(let days) = consent.end, !isWithdrawn { until += days * 86_400_000 }
  }

  init?(_ text: String) {
    let numbers = text.split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 5 else { return nil }
    categories = UInt32(numbers[0])
    recipient = numbers[1]
    isObjected = numbers[2] == 1
    isWithdrawn = numbers[3] == 1
    until = numbers[4]
  }

  var text: String {
    "\(categories) \(recipient) \(isObjected ? 1 : 0) \(isWithdrawn ? 1 : 0) \(until)"
  }

  func covers(_ category: Int) -> Bool { categories >> UInt32(category) & 1 == 1 }

  func isLive(at now: Int) -> Bool { until > now }
}
