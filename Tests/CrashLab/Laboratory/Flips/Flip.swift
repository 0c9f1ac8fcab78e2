/// One bit of one file.
struct Flip {
  let file: String
  let offset: Int
  let bit: UInt8

  /// Flips it in the copy, looks what that leads to, and makes the copy whole again.
  func finding(in known: KnownVault) throws -> Panel.Finding {
    let byte = known.image[file][offset]
    try known.restore()
    try VaultImage.poke(byte ^ 1 << bit, at: offset, in: file, of: known.place)
    let finding = known.finding()
    try VaultImage.poke(byte, at: offset, in: file, of: known.place)
    return finding
  }
}
