package import VaultCrypto

/// One way to unlock a vault.
public struct KeySlot: Hashable, Sendable {
  /// Names it; a new slot has a higher number than those that are there.
  public let number: UInt32
  /// `key-file`, `passphrase`, `recovery-code`, `purpose`, `command`, `age` or `credential`; the list may
  /// grow.
  public let kind: String
  /// The purposes that it opens, sorted; empty in an owner's, who opens everything.
  public let purposes: [String]
  /// The age recipients that its secret is encrypted to; empty in slots of other kinds.
  public let recipients: [String]
  /// Whether it opens everything, and may change what opens the vault.
  public let isOwner: Bool

  package init(_ slot: KeyringSlot) {
    number = slot.number
    kind = slot.kind.name
    purposes = slot.purposes
    recipients = slot.recipients.map(\.text)
    isOwner = slot.kind.isOwner
  }
}

/// What became of a slot, and the leaf that says so.
public struct KeyChange: Hashable, Sendable {
  /// The slot that was added, removed or tried.
  public let slot: KeySlot
  /// The slots that there are now.
  public let slots: [KeySlot]
  /// The index of the leaf.
  public let leaf: UInt64
}
