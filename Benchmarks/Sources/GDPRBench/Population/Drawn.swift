/// Which attribute of a number is drawn: each is independent of the others.
enum Field: UInt64 {
  case subject = 1
  case category, purpose, share, recipient, objection, fate, origin, value, cover, rank
}

/// A pseudo-random number that depends on `number` and `field` alone (SplitMix64, Steele, Lea and Flood,
/// 2014).
///
/// `number mod k` would tie the attributes to each other: everybody of category 3 would have recipient 3.
func drawn(_ number: Int, _ field: Field, _ turn: Int = 0) -> UInt64 {
  var mixed = UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15
  mixed ^= field.rawValue &* 0xD6E8_FEB8_6659_FD93
  mixed &+= UInt64(bitPattern: Int64(turn)) &* 0xA076_1D64_78BD_642F
  mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
  return mixed ^ (mixed >> 31)
}

/// The same, below `bound`.
func drawn(_ number: Int, _ field: Field, _ turn: Int = 0, below bound: Int) -> Int {
  Int(drawn(number, field, turn) % UInt64(bound))
}
