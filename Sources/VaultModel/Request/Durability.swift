/// How much a release of data waits for its leaf.
///
/// Changes to permissions are always strict.
public enum Durability: String, Hashable, Sendable {
  /// The leaf is synced to the disk before anything is released.
  case strict
  /// The leaf survives a killed process; the last moments may be lost with the power.
  case crashSafe
}
