import VaultCrypto
package import VaultModel
package import VaultPolicy

extension Snapshot {
  /// What is held about a subject that bears on a purpose and some categories; nil if nobody has the id.
  ///
  /// - Throws: `StoreError` if what is stored does not fit together.
  package func dossier(
    of id: SubjectID, for purpose: PurposeNumber, in categories: [CategoryNumber],
    registry: Registry
  ) throws -> Dossier? {
    let (size, kept) = (try ledgerEnd().size, try currentDossiers())
    if let kept,
      let found = kept.dossiers.find(
        id, for: purpose, in: categories, at: size, leafless: kept.leafless)
    {
      return found
    }
    guard let subject = try subject(id) else { return nil }
    var values: [StoredValue] = []
    let permissions = try permissions(of: subject, for: purpose, registry: registry)
    for category in categories {
      for row in try self.values(of: subject.id, in: category) {
        values.append(StoredValue(row, of: subject.id, vault: keys.vault, registry: registry))
      }
    }
    let dossier = try Dossier(
      of: subject, for: purpose, in: categories, permissions: permissions, values: values,
      isKept: kept != nil)
    if let kept { kept.dossiers.keep(dossier, as: id, at: size, leafless: kept.leafless) }
    return dossier
  }

  /// The same of several subjects: a few at a time, so that what is kept of them stays in the processor's
  /// first cache until it is used.
  package func dossiers(
    of ids: ArraySlice<SubjectID>, for purpose: PurposeNumber, in categories: [CategoryNumber],
    registry: Registry
  ) throws -> [Dossier?] {
    let (size, kept) = (try ledgerEnd().size, try currentDossiers())
    let found = kept.map {
      $0.dossiers.find(ids, for: purpose, in: categories, at: size, leafless: $0.leafless)
    }
    return try ids.enumerated().map { offset, id in
      try found?[offset] ?? dossier(of: id, for: purpose, in: categories, registry: registry)
    }
  }

  /// The kept dossiers, as true as this snapshot; nil where none are to be used.
  func currentDossiers() throws -> (dossiers: Dossiers, leafless: Int64)? {
    guard let dossiers, let leafless = try sight()?.leafless else { return nil }
    if !hasCaughtUp {
      let (size, known) = (try ledgerEnd().size, dossiers.asOf(leafless: leafless))
      if size > known.size {
        dossiers.advance(
          from: known.size, to: size,
          known.isEmpty ? .everybody : try changes(from: known.size, to: size))
      }
      hasCaughtUp = true
    }
    return (dossiers, leafless)
  }

  /// Whom the leaves of other processes, and those of this one that it has not counted yet, are about.
  ///
  /// - Throws: `StoreError` if not all of them are there: the one that is missing may be a withdrawal.
  private func changes(from old: UInt64, to new: UInt64) throws -> SubjectChanges {
    guard new - old <= Dossiers.longestLook else { return .everybody }
    var changes = SubjectChanges()
    var count: UInt64 = 0
    try connection.each(.leavesFrom, .unsigned(old)) { (row) throws(StoreError) in
      let subjects = row.bytes(1)
      var reader = ByteReader(row.bytes(0))
      var offset = 0
      while let leaf = reader.prefixed() {
        // Version and type are a leaf's first two bytes.
        guard leaf.count > 1, subjects.count >= 16 * (offset + 1) else {
          throw .integrity("a leaf")
        }
        changes.add(
          leaf[leaf.startIndex + 1], of: Identifier(besideLeaf: offset, of: subjects))
        offset += 1
        count += 1
      }
      guard reader.isAtEnd else { throw .integrity("a leaf") }
    }
    guard count == new - old else { throw StoreError.integrity("a leaf") }
    return changes
  }
}
