import VaultCrypto
import VaultModel

/// Keeps in step with permissions and states whom a purpose may reach, so that they can be counted without
/// deciding about each.
///
/// `candidate` has a row for each purpose and subject with a permission that was given. It is settled
/// until an instant if until then the permission's shape alone decides; `shape` counts the rows that are
/// settled as each. Where anything else may decide (a denial, a restriction, a second permission, one
/// that has not begun, a value of an unusual origin) the row is unsettled, and the engine is asked.
///
/// INVARIANT: what is settled is so in truth; the other way round costs time alone.
struct Candidates {
  /// What a row says.
  enum Standing: Hashable {
    case unsettled
    case settled(PermissionShape, until: Timestamp)
  }

  /// In a transaction, whose savepoint the caller has opened.
  let connection: Connection

  /// A row without a shape.
  static let shapeless: Int64 = 0

  /// Where the counts of shapes wait for the end of the part.
  var tally = ShapeTally()

  // MARK: what it should say

  /// What is to be said of a subject, by purpose; `given` are its permissions of that state, if they are
  /// known.
  func standings(
    of subject: StoredSubject, given known: [Permission]? = nil, at time: Timestamp
  ) throws(StoreError) -> [PurposeNumber: Standing] {
    guard !subject.record.pins.isEmpty else { return [:] }
    var given: [PurposeNumber: Standing] = [:]
    let isActive = subject.record.status == .active
    let add = { (from: Timestamp, until: Timestamp, shape: PermissionShape) in
      guard isActive, given[shape.purpose] == nil, from <= time else {
        given[shape.purpose] = .unsettled
        return
      }
      given[shape.purpose] = .settled(shape, until: until)
    }
    if let known {
      for permission in known {
        add(permission.from, permission.until, PermissionShape(of: permission))
      }
    } else {
      try connection.each(.permissionsInForce, .id(subject.id)) { (row) throws(StoreError) in
        add(try row.time(2), try row.time(3), try PermissionShape(ofPermission: row))
      }
    }
    guard !given.isEmpty else { return [:] }
    let unusual = try unusualCategories(of: subject.id)
    for (purpose, standing) in given {
      guard case .settled(let shape, _) = standing else { continue }
      let isUsual = unusual.isDisjoint(with: shape.scope.categories)
      let isDenied = try isDenied(purpose, by: subject.record.denials)
      if !isUsual || isDenied { given[purpose] = .unsettled }
    }
    return given
  }

  /// The categories in which a subject has values of origins that not every permission covers.
  private func unusualCategories(
    of subject: Identifier
  ) throws(StoreError) -> NumberSet<CategoryKind> {
    var categories = NumberSet<CategoryKind>()
    try connection.each(.unusualCategories, .id(subject)) { (row) throws(StoreError) in
      categories.insert(try row.number(0))
    }
    return categories
  }

  /// Whether a denial's node is a purpose or above it, whatever else the denial names.
  private func isDenied(
    _ purpose: PurposeNumber, by denials: [Denial]
  ) throws(StoreError) -> Bool {
    for denial in denials {
      guard let node = denial.scope.purpose, node != purpose, let above = try name(of: node),
        let name = try name(of: purpose)
      else { return true }
      if DottedName.isAtOrBelow(name, above) { return true }
    }
    return false
  }

  private func name(of purpose: PurposeNumber) throws(StoreError) -> String? {
    try connection.first(
      .registeredName, .integer(Int64(NameKind.purpose.rawValue)), .number(purpose)
    ) { (row) throws(StoreError) in row.text(0) }
  }

  // MARK: saying it

  /// Enters what is to be said of a subject, whose permissions and state are written; `given` are its
  /// permissions of that state, if they are known.
  func settle(
    _ subject: StoredSubject, given: [Permission]? = nil, at time: Timestamp
  ) throws(StoreError) {
    let standings = try standings(of: subject, given: given, at: time)
    for purpose in Set(subject.record.pins.map(\.purpose)) {
      try enter(standings[purpose], purpose, subject.id)
    }
  }

  /// Removes a subject's rows.
  func forget(_ subject: StoredSubject) throws(StoreError) {
    for purpose in Set(subject.record.pins.map(\.purpose)) {
      try enter(nil, purpose, subject.id)
    }
  }

  /// Leaves the purposes to the engine that a value of an unusual origin may decide about.
  func unsettle(_ subject: Identifier, with category: CategoryNumber) throws(StoreError) {
    var purposes: Set<PurposeNumber> = []
    try connection.each(.permissionsInForce, .id(subject)) { (row) throws(StoreError) in
      let shape = try PermissionShape(ofPermission: row)
      if shape.scope.categories.contains(category) { purposes.insert(shape.purpose) }
    }
    for purpose in purposes where try row(purpose, subject) != nil {
      try enter(.unsettled, purpose, subject)
    }
  }

  /// Leaves those to the engine whose permissions begin later than `time`; for when time is set back.
  func unsettle(notBegunAt time: Timestamp) throws(StoreError) {
    var found: [(subject: Identifier, purpose: PurposeNumber)] = []
    try connection.each(.notBegun, .time(time)) { (row) throws(StoreError) in
      found.append((try row.id(0), try row.number(1)))
    }
    for entry in found { try enter(.unsettled, entry.purpose, entry.subject) }
  }

  /// Makes both tables anew from permissions and states.
  func rebuild(_ keys: KeyChain) throws {
    let snapshot = Snapshot(connection, keys, seen: SeenLedger())
    let time = try snapshot.ledgerTime()
    try connection.execute("DELETE FROM candidate; DELETE FROM shape")
    var last: Identifier?
    while true {
      let page = try snapshot.subjects(after: last, limit: 256)
      for subject in page { try settle(subject, at: time) }
      guard let subject = page.last else { break }
      last = subject.tag
    }
    try tally.write(on: connection)
  }

  private func row(
    _ purpose: PurposeNumber, _ subject: Identifier
  ) throws(StoreError) -> (shape: Int64, until: Timestamp)? {
    try connection.first(.candidate, .number(purpose), .id(subject)) { (row) throws(StoreError) in
      (row.integer(0), try row.time(1))
    }
  }

  private func enter(
    _ standing: Standing?, _ purpose: PurposeNumber, _ subject: Identifier
  ) throws(StoreError) {
    let old = try row(purpose, subject)
    let shape: Int64
    let until: Timestamp
    switch standing {
    case nil:
      guard let old else { return }
      release(old.shape)
      try connection.run(.deleteCandidate, .number(purpose), .id(subject))
      return
    case .unsettled: (shape, until) = (Self.shapeless, .earliest)
    case .settled(let settled, let end): (shape, until) = (try number(of: settled), end)
    }
    guard old?.shape != shape || old?.until != until else { return }
    if old?.shape != shape {
      if shape != Self.shapeless { tally.hold(shape) }
      if let old { release(old.shape) }
    }
    try connection.run(
      .putCandidate, .number(purpose), .id(subject), .integer(shape), .time(until))
  }

  /// The number of a shape, which it gets at the first need.
  private func number(of shape: PermissionShape) throws(StoreError) -> Int64 {
    try tally.number(of: shape) { () throws(StoreError) in
      let values = shape.values
      let read = { (row: Statement) throws(StoreError) in row.integer(0) }
      if let known = try connection.first(.numberOfShape, all: values, body: read) { return known }
      guard let made = try connection.first(.insertShape, all: values, body: read) else {
        throw .integrity("a permission's shape")
      }
      return made
    }
  }

  private func release(_ shape: Int64) {
    if shape != Self.shapeless { tally.release(shape) }
  }
}
