import Glibc

/// Ranks by Zipf's law with θ = 0.99, as YCSB draws them (Gray and others, "Quickly generating
/// billion-record synthetic databases", 1994): rank 0 comes most often.
struct Zipf {
  private static let theta = 0.99
  private let count: Double
  private let zeta: Double
  private let eta: Double

  init(_ count: Int) {
    self.count = Double(count)
    zeta = (1...count).reduce(0) { $0 + 1 / pow(Double($1), Self.theta) }
    let two = 1 + 1 / pow(2, Self.theta)
    eta = (1 - pow(2 / self.count, 1 - Self.theta)) / (1 - two / zeta)
  }

  /// The rank for a number drawn evenly from 0 to 1.
  func rank(_ even: Double) -> Int {
    let scaled = even * zeta
    if scaled < 1 { return 0 }
    if scaled < 1 + pow(0.5, Self.theta) { return 1 }
    return Int(count * pow(eta * even - eta + 1, 1 / (1 - Self.theta)))
  }
}
