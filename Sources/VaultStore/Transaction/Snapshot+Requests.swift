package import VaultModel

extension Snapshot {
  /// The requests that wait for an answer, or all: those that wait first, then by due date.
  ///
  /// Their columns are checked one by one; that they are what the leaves say is for `ledger verify`.
  package func requests(all: Bool) throws -> [RequestRow] {
    var rows: [RequestRow] = []
    try connection.each(all ? .requests : .openRequests) { (row) throws(StoreError) in
      rows.append(try RequestRow(row))
    }
    return rows
  }

  /// Every request, without keeping them.
  package func eachRequest(
    _ body: (RequestRow) throws(StoreError) -> Void
  ) throws {
    try connection.each(.requests) { (row) throws(StoreError) in try body(RequestRow(row)) }
  }

  /// The requests of a subject, by due date.
  package func requests(of subject: Identifier) throws -> [RequestRow] {
    var rows: [RequestRow] = []
    try connection.each(.requestsOfSubject, .id(subject)) { (row) throws(StoreError) in
      rows.append(try RequestRow(row))
    }
    return rows
  }

  /// The requests of those whom the vault did not know when they asked, by due date.
  package func requestsOfStrangers() throws -> [RequestRow] {
    var rows: [RequestRow] = []
    try connection.each(.requestsOfStrangers) { (row) throws(StoreError) in
      rows.append(try RequestRow(row))
    }
    return rows
  }

  /// One request; nil if there is none of that id.
  package func request(_ id: Identifier) throws -> RequestRow? {
    try connection.first(.request, .id(id), body: RequestRow.init)
  }
}

extension WriteTransaction {
  /// Writes a request, whether or not it was there before.
  package func write(_ request: RequestRow) throws {
    try changeRows(.upsertRequest, request.values)
  }
}
