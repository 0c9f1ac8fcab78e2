import VaultStore

extension Vault {
  /// Decides a request and releases nothing: a snapshot answer without a leaf.
  ///
  /// - Throws: ``VaultError`` of kind `integrity` if what is stored about the subject does not fit
  ///   together; never a permit.
  public func check(
    _ subject: SubjectID, _ request: Request
  ) throws(VaultError) -> Decision {
    try atTheDoor {
      try store.read { snapshot in decision(of: try hear(request, about: subject, in: snapshot)) }
    }
  }
}
