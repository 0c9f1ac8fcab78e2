import VaultCrypto
import VaultLedger
import VaultStore

/// What the leaves say that the rows of requests must be; for `ledger verify`.
struct RequestReplay {
  /// A request as its leaves have it.
  private struct Recorded {
    /// The opening leaf's part; nil if that leaf lost its subject by an erasure.
    var opened: (subject: Identifier, kind: String, received: Timestamp)?
    var due: Timestamp?
    var state = RightsRequestState.open
    var closed: Timestamp?
    var leaf: UInt64 = 0
  }

  private var recorded: [Identifier: Recorded] = [:]
  /// Leaves about requests of subjects that were erased, by index: they open for nobody.
  private var unlinked: [UInt64: (state: RightsRequestState, time: Timestamp)] = [:]

  /// Takes a leaf that could be opened.
  mutating func read(
    _ leaf: Leaf, _ index: UInt64, of subject: Identifier?, _ detail: LeafDetail
  ) throws {
    guard let state = leaf.type.requestState else { return }
    guard let id = detail.request else {
      throw VaultError.ledgerBroken("leaf \(index) names no request")
    }
    var request = recorded[id] ?? Recorded()
    if state == .open {
      guard recorded[id] == nil, let kind = detail.operation, let received = detail.eventTime
      else { throw VaultError.ledgerBroken("leaf \(index) opens a request twice") }
      request.opened = (subject ?? RequestRow.nobody, kind, received)
    }
    request.due = detail.until ?? request.due
    request.state = state
    request.closed = state.isOpen ? nil : leaf.time
    request.leaf = index
    recorded[id] = request
  }

  /// Takes a leaf of somebody erased.
  mutating func readUnlinked(_ leaf: Leaf, _ index: UInt64) {
    guard let state = leaf.type.requestState else { return }
    unlinked[index] = (state, leaf.time)
  }

  /// - Returns: how many rows were compared.
  func compare(with snapshot: Snapshot, _ vault: Vault) throws -> Int {
    let rows = try snapshot.requests(all: true)
    var forgotten: Set<UInt64> = []
    for row in rows {
      if row.isForgotten, recorded[row.request.id]?.opened == nil {
        try compareForgotten(row)
        forgotten.insert(row.leaf)
      } else {
        guard let request = recorded[row.request.id], fits(row, request) else {
          throw VaultError.ledgerBroken("a request is not what its leaves recorded")
        }
      }
      // Only an owner opens the sealed detail, which is bound to the whole row.
      if vault.keys.isOwner { _ = try RequestChange(row, in: snapshot, vault) }
    }
    // Rows are never deleted, so each opening leaf has one, whosever it was.
    let openings =
      recorded.values.count { $0.opened != nil } + unlinked.values.count { $0.state == .open }
    let known = rows.count { recorded[$0.request.id]?.opened != nil }
    guard rows.count == openings, forgotten.count == rows.count - known else {
      throw VaultError.ledgerBroken(
        "there are \(rows.count) requests, and \(openings) were recorded")
    }
    return rows.count
  }

  private func fits(_ row: RequestRow, _ request: Recorded) -> Bool {
    guard let opened = request.opened, row.sealed != nil else { return false }
    return opened == (row.subject, row.request.kind.name, row.request.received)
      && request.due == row.request.due && isNewest(row, request)
  }

  private func isNewest(_ row: RequestRow, _ request: Recorded) -> Bool {
    request.state == row.request.state && request.closed == row.request.closed
      && request.leaf == row.leaf
  }

  /// Of a request whose subject was erased, type and time of its newest leaf are what can still be read.
  private func compareForgotten(_ row: RequestRow) throws {
    if let request = recorded[row.request.id] {
      guard isNewest(row, request) else {
        throw VaultError.ledgerBroken("a request is not what its leaves recorded")
      }
    } else {
      guard let leaf = unlinked[row.leaf], leaf.state == row.request.state,
        row.request.closed == (leaf.state.isOpen ? nil : leaf.time)
      else { throw VaultError.ledgerBroken("a request of nobody fits no leaf") }
    }
  }
}

extension LeafType {
  /// What a request is after such a leaf; nil for a leaf about anything else.
  fileprivate var requestState: RightsRequestState? {
    switch self {
    case .requestOpened: .open
    case .requestExtended: .extended
    case .requestAnswered: .answered
    case .requestRefused: .refused
    default: nil
    }
  }
}
