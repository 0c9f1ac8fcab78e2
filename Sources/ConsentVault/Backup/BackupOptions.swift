/// What a backup is to hold, and for how long.
public struct BackupOptions: Hashable, Sendable {
  /// Whether only the key part is made: it is small, and fits every older data part in the directory.
  public var keysOnly = false
  /// How long the key part is kept, more than nothing.
  ///
  /// Until then it holds the key of whoever is erased meanwhile.
  public var lifetime = TimeSpan.days(30)

  /// Both parts; the key part is kept for 30 days.
  public init() {}
}
