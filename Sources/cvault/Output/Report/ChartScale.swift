/// The scale of an axis that counts: from 0 in a few round steps.
struct ChartScale {
  /// One step; 1, 2 or 5 times a power of ten.
  let step: Int
  /// The end of the axis: a whole number of steps, never 0.
  let end: Int

  /// A scale that holds `most`.
  init(holding most: Int) {
    var step = 1
    var factors = [2, 5, 10]
    var power = 1
    while step * 4 < most {
      step = power * factors.removeFirst()
      if factors.isEmpty { (factors, power) = ([2, 5, 10], power * 10) }
    }
    self.step = step
    end = max(1, (most + step - 1) / step) * step
  }

  /// Where the lines of the grid are.
  var marks: [Int] { Array(stride(from: 0, through: end, by: step)) }

  /// Pixels for a count on an axis of that length.
  func length(of count: Int, along axis: Int) -> Int { count * axis / end }
}
