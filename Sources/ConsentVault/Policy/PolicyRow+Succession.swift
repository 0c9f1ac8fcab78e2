import VaultPolicy
package import VaultStore

extension PolicyRow {
  /// The version that gave way to this one, if this one is older: a rollback.
  package func olderThan(_ before: PolicyRow?) -> String? {
    guard let before, let old = PolicyVersion(before.version), let new = PolicyVersion(version),
      new < old
    else { return nil }
    return before.version
  }

  /// What the leaf of its loading says.
  var edition: String { "\(name) \(version) sha256:\(digest)" }

  /// The same over the version that was in force before; a rollback is told.
  func edition(over before: PolicyRow?) -> String {
    edition + (olderThan(before).map { " older, over \($0)" } ?? "")
  }
}
