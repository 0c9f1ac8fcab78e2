import VaultPolicy
import VaultStore

extension Vault {
  /// Decides a request and releases nothing: a snapshot answer without a leaf.
  ///
  /// - Parameters:
  ///   - subject: whose data would be asked for.
  ///   - request: who would ask for what, and why.
  /// - Returns: the decision; a permit holds at its time only, and is decided again by an access.
  /// - Throws: ``VaultError`` of kind `integrity` if what is stored about the subject does not fit
  ///   together; never a permit.
  public func check(
    _ subject: SubjectID, _ request: Request
  ) throws(VaultError) -> Decision {
    try check(subject) { inquiry(request, under: $0) }
  }

  func check(_ subject: SubjectID, resolving resolve: Resolving) throws(VaultError) -> Decision {
    try atTheDoor {
      try store.read { snapshot in
        let hearing = try hear(
          resolve(policy(in: snapshot)), about: subject, at: moment(of: snapshot), in: snapshot)
        return decision(of: hearing)
      }
    }
  }
}
