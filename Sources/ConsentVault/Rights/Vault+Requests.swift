import VaultStore

extension Vault {
  /// The requests that wait for an answer, the first due first; with `all` the closed ones too,
  /// after them.
  ///
  /// - Parameters:
  ///   - all: also those that were answered or refused.
  ///   - span: only those that are due within it or overdue; nil is no limit.
  /// - Returns: the requests.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`, or of kind `integrity` for a row that was edited.
  public func requests(
    all: Bool = false, within span: TimeSpan? = nil
  ) throws(VaultError) -> [RightsRequestEntry] {
    try atTheDoor {
      try requireOwner()
      return try store.read { snapshot in
        let time = try store.time(in: snapshot).vault
        let limit = span.flatMap { time.advanced(by: $0) } ?? .latest
        let rows = try snapshot.requests(all: all).filter { row in
          span == nil || row.request.due <= limit || !row.request.state.isOpen
        }
        return try rows.map { try entry(of: $0, in: snapshot, at: time) }
      }
    }
  }

  /// One request.
  ///
  /// - Parameter id: the request.
  /// - Returns: the request.
  /// - Throws: ``VaultError`` `REQUEST_UNKNOWN`, `OWNER_KEY_NEEDED`.
  public func rightsRequest(_ id: Identifier) throws(VaultError) -> RightsRequestEntry {
    try atTheDoor {
      try requireOwner()
      return try store.read { snapshot in
        guard let row = try snapshot.request(id) else { throw VaultError.unknownRequest(id) }
        return try entry(of: row, in: snapshot, at: store.time(in: snapshot).vault)
      }
    }
  }

  /// A request in words.
  func entry(
    of row: RequestRow, in snapshot: Snapshot, at time: Timestamp
  ) throws -> RightsRequestEntry {
    try RequestChange(row, in: snapshot, self).entry(self, at: time)
  }
}
