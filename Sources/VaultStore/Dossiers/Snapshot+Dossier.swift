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
    let size = try ledgerEnd().size
    let kept = try currentDossiers()
    if let found = kept?.find(id, for: purpose, in: categories, at: size) { return found }
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
    kept?.keep(dossier, as: id, at: size)
    return dossier
  }

  /// The kept dossiers, as true as this snapshot; nil for one that keeps none.
  private func currentDossiers() throws -> Dossiers? {
    guard let dossiers, !hasCaughtUp else { return dossiers }
    let (size, known) = (try ledgerEnd().size, dossiers.asOf)
    if size > known {
      dossiers.advance(from: known, to: size, try changes(from: known, to: size))
    }
    hasCaughtUp = true
    return dossiers
  }

  /// Whom the leaves of other processes, and those of this one that it has not counted yet, are about.
  private func changes(from old: UInt64, to new: UInt64) throws -> SubjectChanges {
    guard new - old <= Dossiers.longestLook else { return .everybody }
    var changes = SubjectChanges()
    try connection.each(.leavesFrom, .unsigned(old)) { (row) throws(StoreError) in
      let subjects = row.bytes(1)
      var reader = ByteReader(row.bytes(0))
      var offset = 0
      while let leaf = reader.prefixed() {
        // Version and type are a leaf's first two bytes (05).
        guard leaf.count > 1, subjects.count >= 16 * (offset + 1) else {
          throw .integrity("a leaf")
        }
        changes.add(
          leaf[leaf.startIndex + 1], of: Identifier(besideLeaf: offset, of: subjects))
        offset += 1
      }
      guard reader.isAtEnd else { throw .integrity("a leaf") }
    }
    return changes
  }
}
