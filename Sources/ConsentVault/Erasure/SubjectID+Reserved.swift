// After an erasure, a ground that must keep something keeps it under a subject of its own: the company's
// id of that subject is the ground's.
extension SubjectID {
  private static let reserved = "ground:"

  /// The id under which a ground outlives the erasure of its subject: `ground:<uuid>`.
  init(ofGround ground: Identifier) throws(InvalidName) {
    try self.init(Self.reserved + ground.description)
  }

  /// Whether the vault gives out ids of this form, and nobody else.
  package var isReserved: Bool { text.hasPrefix(Self.reserved) }

  /// Refuses an id that is no person's: nothing is added to what outlived an erasure.
  func refuseReserved() throws(VaultError) {
    guard isReserved else { return }
    throw VaultError(
      .refused, "SUBJECT_RESERVED", "ids that begin with `\(Self.reserved)` are the vault's own",
      hint: "what is kept under one ends with its ground: `cvault ground close ID`")
  }
}
