import ConsentVault
import VaultModel

/// Puts mapped rows into the vault's words.
struct RowTranslation: Sendable {
  private let map: ImportMap
  /// One grant for each consent rule, complete but for its times.
  private let grants: [Grant]
  private let file: String
  private let mapDigest: String

  init(_ map: ImportMap, mapDigest: Digest, file: Digest) {
    self.map = map
    grants = map.consents.map(Grant.init(rule:))
    self.file = "file sha256:\(file) line "
    self.mapDigest = " map sha256:\(mapDigest)"
  }

  /// The row as the vault is to take it.
  ///
  /// Of a row that the map rejects the refusals remain, as far as they can be read: a no must not be
  /// lost because something else in its row is wrong.
  func pending(_ row: InputRow) -> PendingRow {
    do throws(RowRejection) {
      let cells = try row.result.get()
      do throws(RowRejection) {
        let mapped = try map.apply(to: cells, line: row.line).get()
        return PendingRow(line: row.line, raw: row.raw, imported: imported(mapped), rejection: nil)
      } catch {
        let refusals = map.refusals(in: cells, line: row.line).map(imported)
        return PendingRow(line: row.line, raw: row.raw, imported: refusals, rejection: error)
      }
    } catch {
      return PendingRow(line: row.line, raw: row.raw, imported: nil, rejection: error)
    }
  }

  private func imported(_ row: MappedRow) -> ImportedRow {
    var imported = ImportedRow(
      subject: row.subject, source: "\(file)\(row.line)\(mapDigest)")
    for consent in row.consents {
      switch consent.word {
      case .refusal:
        imported.refusals.append(
          .init(purpose: map.consents[consent.rule].purpose, eventTime: consent.capturedAt))
      case .grant(let until):
        var grant = grants[consent.rule]
        grant.eventTime = consent.capturedAt
        grant.end = .at(until)
        imported.grants.append(grant)
      }
    }
    imported.grounds = row.grounds.map { ground in
      Ground(
        purpose: map.grounds[ground.rule].purpose, reference: ground.reference,
        end: ground.end.inVault, from: ground.from)
    }
    imported.values = row.values.map { value in
      NewValue(
        category: value.category, key: value.key, bytes: Array(value.text.utf8),
        origin: value.origin, collectedAt: value.collectedAt)
    }
    return imported
  }
}

extension Grant {
  fileprivate init(rule: ConsentRule) {
    self.init(
      purpose: rule.purpose,
      scope: ScopeNames(
        categories: rule.categories, recipients: rule.recipients ?? [], channels: rule.channels,
        operations: rule.operations?.map(\.rawValue) ?? [],
        origins: rule.origins?.map(\.description) ?? []),
      notice: rule.notice, method: rule.method.rawValue)
  }
}

extension MappedGround.End {
  fileprivate var inVault: Grant.End {
    switch self {
    case .lasting(let span): .after(span)
    case .until(let time): .at(time)
    }
  }
}
