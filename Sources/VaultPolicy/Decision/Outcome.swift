package import VaultModel

/// The engine's answer in registry numbers: complete, before it is put into words.
package struct Outcome: Sendable {
  /// What was decided about one leaf category.
  package struct Category: Sendable {
    package let number: CategoryNumber
    /// The permission that covers the category as such; nil if none does.
    package var permission: Int?
    /// The permissions that cover the values which may be released.
    package var released = ReleasedOrigins()
    /// Why the category, or values of one of its origins, are not released.
    package var reasons: Reasons = []
    package var nevers: [String] = []

    /// Whether anything of the category may be released: it is covered, and either holds no values or
    /// holds some of a covered origin.
    package var isReleased: Bool { permission != nil }
  }

  package var isPermit: Bool
  /// Every reason, for the ledger.
  package var reasons: Reasons
  /// What the asker may be told.
  package var told: Reasons
  package var nevers: [String]
  package var categories: [Category]
}
