import VaultModel

extension ImportMap {
  /// What a row means: a pure function of the map and the cells.
  ///
  /// A blank cell never erases and never denies: it says nothing. The first fault rejects the row
  /// as a whole, so that no part of it is taken without the rest.
  ///
  /// - Parameters:
  ///   - cells: the row.
  ///   - line: the physical line where it begins.
  /// - Returns: the row's meaning, or why it has none.
  package func apply(to cells: Cells, line: Int) -> Result<MappedRow, RowRejection> {
    Result { () throws(RowRejection) in
      let row = TrimmedCells(cells, trim: trim)
      return MappedRow(
        line: line, subject: try subject(of: row), consents: try mappedConsents(row),
        grounds: try mappedGrounds(row), values: try mappedValues(row))
    }
  }

  /// What can be read of a rejected row's refusals.
  ///
  /// - Returns: the row with its refusals alone; nil if it names no subject or has none.
  package func refusals(in cells: Cells, line: Int) -> MappedRow? {
    let row = TrimmedCells(cells, trim: trim)
    guard let subject = try? subject(of: row) else { return nil }
    var refusals: [MappedConsent] = []
    for (index, rule) in consents.enumerated() {
      guard (try? rule.when.isGrant(in: row)) == false,
        let capturedAt = try? row.time(rule.capturedAt)
      else { continue }
      refusals.append(MappedConsent(rule: index, word: .refusal, capturedAt: capturedAt))
    }
    guard !refusals.isEmpty else { return nil }
    return MappedRow(line: line, subject: subject, consents: refusals, grounds: [], values: [])
  }

  private func subject(of row: TrimmedCells) throws(RowRejection) -> SubjectID {
    guard let text = try row.text(subject) else {
      throw RowRejection(
        .subjectEmpty, "column `\(subject.column)` does not name a subject", column: subject.column)
    }
    do {
      return try SubjectID(text)
    } catch {
      // The description says what is wrong with the id and does not repeat it.
      throw RowRejection(.subjectInvalid, error.description, column: subject.column)
    }
  }

  private func mappedConsents(_ row: TrimmedCells) throws(RowRejection) -> [MappedConsent] {
    var consents: [MappedConsent] = []
    for (index, rule) in self.consents.enumerated() {
      guard let isGrant = try rule.when.isGrant(in: row) else { continue }
      guard let capturedAt = try row.time(rule.capturedAt) else {
        throw RowRejection(
          .capturedAtMissing, "the row does not say when the consent was given or refused",
          column: rule.capturedAt.column)
      }
      // A "no" has no end, so a fault in the end must not stand in its way.
      let word =
        isGrant
        ? MappedConsent.Word.grant(until: try rule.end.instant(after: capturedAt, in: row))
        : .refusal
      consents.append(MappedConsent(rule: index, word: word, capturedAt: capturedAt))
    }
    return consents
  }

  private func mappedGrounds(_ row: TrimmedCells) throws(RowRejection) -> [MappedGround] {
    var grounds: [MappedGround] = []
    for (index, rule) in self.grounds.enumerated() {
      guard let reference = try row.text(rule.reference) else { continue }
      var from: Timestamp?
      if let source = rule.from {
        from = try row.time(source)
        guard from != nil else {
          throw RowRejection(
            .startMissing, "the row does not say when the ground begins", column: source.column)
        }
      }
      grounds.append(
        MappedGround(
          rule: index, reference: reference, from: from, end: try rule.end.end(from: from, in: row))
      )
    }
    return grounds
  }

  private func mappedValues(_ row: TrimmedCells) throws(RowRejection) -> [MappedValue] {
    var collectedAt: Timestamp?
    if let source = self.collectedAt { collectedAt = try row.time(source) }
    var values: [MappedValue] = []
    for rule in self.values {
      for (key, text) in try rule.source.texts(in: row) {
        values.append(
          MappedValue(
            category: rule.category, key: key, text: text, origin: rule.origin ?? origin,
            collectedAt: collectedAt))
      }
    }
    return values
  }
}

extension ConsentCondition {
  /// Yes, no, or nil where the cell says nothing.
  fileprivate func isGrant(in row: TrimmedCells) throws(RowRejection) -> Bool? {
    guard case .column(let reference, let yes, let no) = self else { return true }
    guard let text = try row.text(reference) else { return nil }
    // No first: a map that lists a text under both must not grant by it.
    if no.contains(text) { return false }
    if yes.contains(text) { return true }
    throw RowRejection(
      .whenUnknown, "column `\(reference.column)` says neither yes nor no",
      column: reference.column)
  }
}
