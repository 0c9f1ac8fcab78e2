import VaultCrypto
import VaultLedger
import VaultStore

/// A request opened for reading, and changed inside a transaction.
///
/// Row and leaf are written together: the leaf says what the row has become, and `ledger verify`
/// compares the two.
struct RequestChange {
  private let keys: KeyChain
  /// Nil for somebody whom the vault does not know.
  private let subject: StoredSubject?
  private let sealer: RequestDetail.Sealer
  /// Whether its subject was erased since: there is no detail any more.
  private let isForgotten: Bool
  var row: RequestRow
  var detail: RequestDetail

  /// A new request of a subject, who may be unknown or erased.
  init(
    _ request: RightsRequest, of id: SubjectID, _ detail: RequestDetail,
    in transaction: WriteTransaction, _ vault: Vault
  ) throws {
    keys = vault.keys
    isForgotten = false
    self.detail = detail
    guard let known = try transaction.subject(id), known.record.status != .erased else {
      subject = nil
      sealer = .vault(keys)
      row = RequestRow(request, subject: RequestRow.nobody)
      self.detail.asker = try keys.tag(of: id)
      return
    }
    var change = try Change.of(id, in: transaction, vault)
    sealer = .subject(try change.key())
    // A "no" alone may have been recorded of the person, by a key that makes no subject's key.
    if known.wrapped == nil { try transaction.write(change.subject) }
    subject = change.subject
    row = RequestRow(request, subject: known.id)
  }

  /// A request as it is stored.
  init(_ row: RequestRow, in snapshot: Snapshot, _ vault: Vault) throws {
    keys = vault.keys
    self.row = row
    isForgotten = row.isForgotten
    if row.subject == RequestRow.nobody {
      subject = nil
      sealer = .vault(keys)
    } else {
      guard let known = try snapshot.subject(numbered: row.subject), let wrapped = known.wrapped,
        row.sealed != nil
      else { throw StoreError.integrity("a request") }
      subject = known
      sealer = .subject(try keys.unwrapSubjectKey(wrapped, for: known.id))
    }
    detail = RequestDetail()
    if let sealed = row.sealed {
      detail = try RequestDetail(
        opening: sealed, by: sealer, context: row.context(vault: keys.vault))
    }
  }

  /// A request that waits for an answer.
  ///
  /// - Throws: ``VaultError`` `REQUEST_UNKNOWN`, `REQUEST_CLOSED`.
  static func open(
    _ id: Identifier, in transaction: WriteTransaction, _ vault: Vault
  ) throws -> RequestChange {
    guard let row = try transaction.request(id) else { throw VaultError.unknownRequest(id) }
    guard row.request.state.isOpen else { throw VaultError.requestClosed(row.request) }
    return try RequestChange(row, in: transaction, vault)
  }

  /// Answers or refuses it, for good.
  ///
  /// - Returns: the request as it is now.
  mutating func close(
    as state: RightsRequestState, _ type: LeafType, in transaction: WriteTransaction,
    _ vault: Vault
  ) throws -> RightsRequestEntry {
    row.request.state = state
    row.request.closed = transaction.time
    return try record(type, in: transaction, vault)
  }

  /// Whether it is the person's own request.
  func isOf(_ id: SubjectID) throws -> Bool {
    try keys.tag(of: id) == subject?.tag ?? detail.asker
  }

  /// The request in words.
  func entry(_ vault: Vault, at time: Timestamp) throws -> RightsRequestEntry {
    RightsRequestEntry(
      row, of: try subject.flatMap { try vault.name(of: $0) }, detail, at: time)
  }

  /// Writes row and leaf.
  ///
  /// - Returns: the request as it is now.
  mutating func record(
    _ type: LeafType, in transaction: WriteTransaction, _ vault: Vault
  ) throws -> RightsRequestEntry {
    row.leaf = transaction.nextLeaf
    if !isForgotten {
      row.sealed = try detail.sealed(by: sealer, context: row.context(vault: keys.vault))
    }
    try transaction.write(row)
    let about = subject.flatMap { subject in
      subject.record.logSecret.map {
        WriteTransaction.About(subject.id, secret: $0, changesState: false)
      }
    }
    _ = try transaction.append(
      type, about: about, actor: vault.options.typist, policy: transaction.policyNumber(),
      detail: leafDetail(of: type))
    return try entry(vault, at: transaction.time)
  }

  /// Keeps nothing of what was noted of somebody who is being erased, not even whose request it was.
  mutating func forget(in transaction: WriteTransaction) throws {
    detail = RequestDetail()
    row.sealed = try detail.sealed(by: sealer, context: row.context(vault: keys.vault))
    try transaction.write(row)
  }

  /// What pins the row: a leaf says everything that it changed.
  private func leafDetail(of type: LeafType) -> LeafDetail {
    let request = row.request
    switch type {
    case .requestOpened:
      return LeafDetail(
        operation: request.kind.name, request: request.id, eventTime: request.received,
        until: request.due)
    case .requestExtended: return LeafDetail(request: request.id, until: request.due)
    default:
      return LeafDetail(
        reasons: [detail.refusal?.rawValue].compactMap { $0 }, request: request.id)
    }
  }
}

extension VaultError {
  /// There is no such request.
  static func unknownRequest(_ id: Identifier) -> VaultError {
    VaultError(
      .notFound, "REQUEST_UNKNOWN", "there is no request `\(id)`",
      hint: "list them with `cvault requests --all`")
  }

  /// An answer is final.
  static func requestClosed(_ request: RightsRequest) -> VaultError {
    VaultError(
      .refused, "REQUEST_CLOSED", "the request `\(request.id)` is \(request.state.name) already",
      hint: "if the person asks again, open a new one with `cvault requests open`")
  }
}
