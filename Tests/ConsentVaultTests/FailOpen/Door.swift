import ConsentVault

/// The ways in which data leaves a vault, or comes into it.
enum Door: CaseIterable {
  case check, access, accessNow, batch, put

  /// The doors through which data leaves.
  static let out = [check, access, accessNow, batch]

  /// Whether the vault lets the request through; an error does not.
  func opens(_ vault: Vault, to id: SubjectID, _ request: Request) async -> Bool {
    do {
      switch self {
      case .check: return try vault.check(id, request).verdict == .permit
      case .access: return try await vault.access(id, request).isPermit()
      case .accessNow: return try vault.accessNow(id, request).isPermit()
      case .batch:
        var isPermitted = false
        try await vault.access([id], request) { _, access in
          isPermitted = access.isPermit()
        }
        return isPermitted
      case .put:
        let value = NewValue(category: request.categories.first ?? "", bytes: Array("x".utf8))
        _ = try await vault.put(id, [value])
        return true
      }
    } catch { return false }
  }
}

extension Access {
  /// Whether it releases; the plaintext goes with it.
  fileprivate consuming func isPermit() -> Bool {
    switch consume self {
    case .permitted: true
    case .denied: false
    }
  }
}
