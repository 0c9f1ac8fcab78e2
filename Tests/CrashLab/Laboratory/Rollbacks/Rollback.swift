/// Something of a vault put back to what it was before.
struct Rollback {
  /// How it is counted, such as `row value` or `page`.
  let kind: String
  /// What exactly, and to when.
  let what: String
  /// Whether the vault is opened with an anchor that lies elsewhere.
  var hasAnchorElsewhere = false
  /// Does it to the copy in a directory.
  let make: (String) throws -> Void

  var point: String { "\(kind):\(what)" }

  /// Edits rows of a copy of the end.
  init(kind: String, what: String, make: @escaping (String) throws -> Void) {
    self.kind = kind
    self.what = what
    self.make = make
  }

  /// Puts files in the place of the copy's.
  init(kind: String, what: String, image: VaultImage) {
    self.kind = kind
    self.what = what
    make = { try image.write(to: $0) }
  }
}

extension Chronicle {
  /// All of them.
  var rollbacks: [Rollback] { rows + subjects + pages + files + directories + cuts }

  /// Each row of each table to each earlier state that it had; to not being there, too.
  private var rows: [Rollback] {
    Self.tables.flatMap { name -> [Rollback] in
      guard let last = end.tables[name] else { return [] }
      let now = last.byKey
      var seen: [[RawTable.Cell]: Set<[RawTable.Cell]>] = [:]
      var rollbacks: [Rollback] = []
      for (moment, then) in moments.enumerated() {
        let old = then.tables[name]?.byKey ?? [:]
        // A row that was not there yet is an earlier state too.
        for key in Set(old.keys).union(now.keys).sorted(by: { "\($0)" < "\($1)" })
        where old[key] != now[key] && seen[key, default: []].insert(old[key] ?? []).inserted {
          let (new, present) = (now[key], old[key])
          rollbacks.append(
            Rollback(kind: "row \(name)", what: "\(rollbacks.count) to \(moment)") { place in
              _ = try last.replace(
                [new].compactMap { $0 }, by: [present].compactMap { $0 },
                in: openRaw(place, of: test))
            })
        }
      }
      return rollbacks
    }
  }

  /// All rows of a subject to what they were after each earlier step.
  private var subjects: [Rollback] {
    let tables = ["subject", "permission", "value", "due", "contact", "history"]
    let ids = Set(
      moments.flatMap { $0.tables["subject"]?.rows.map { $0[1] } ?? [] })
    var rollbacks: [Rollback] = []
    for id in ids.sorted(by: { "\($0)" < "\($1)" }) {
      var seen: Set<[[[RawTable.Cell]]]> = []
      for (moment, then) in moments.enumerated().dropLast() {
        let old = tables.map { then.tables[$0]?.rows(of: id) ?? [] }
        let now = tables.map { end.tables[$0]?.rows(of: id) ?? [] }
        guard old != now, seen.insert(old).inserted else { continue }
        let all = end.tables
        rollbacks.append(
          Rollback(kind: "subject", what: "\(rollbacks.count) to \(moment)") { place in
            let raw = try openRaw(place, of: test)
            for (index, name) in tables.enumerated() {
              _ = try all[name]?.replace(now[index], by: old[index], in: raw)
            }
          })
      }
    }
    return rollbacks
  }
}

extension RawTable {
  fileprivate var byKey: [[Cell]: [Cell]] {
    Dictionary(rows.map { (key(of: $0), $0) }) { first, _ in first }
  }

  /// The rows that name a subject by its random id.
  fileprivate func rows(of id: Cell) -> [[Cell]] {
    guard let column = columns.firstIndex(of: "subject") else { return [] }
    return rows.filter { $0[column] == id }
  }
}
