/// Numbers from a seed, so that a failing random text can be made again.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014), figure 16.
package struct Dice: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True in one of `count` cases.
  package mutating func oneIn(_ count: Int) -> Bool { number(below: count) == 0 }

  package mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// One of `choices`, which is not empty.
  package mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[number(below: choices.count)]
  }

  /// Each of `choices` in one of two cases, in their order.
  package mutating func some<Choice>(of choices: [Choice]) -> [Choice] {
    choices.filter { _ in oneIn(2) }
  }
}
