import VaultStore

/// A permission that a change has just recorded, with the leaf that says so.
struct RecordedPermission {
  let permission: Permission
  let detail: PermissionDetail
  let leaf: UInt64

  /// The same in words.
  func view(_ change: Change) throws -> Consent {
    var view = try Consent(
      permission, change.policy, at: change.time, in: change.transaction)
    view.leaf = leaf
    view.detail = detail
    return view
  }
}
