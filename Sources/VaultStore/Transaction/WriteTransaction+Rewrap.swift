import VaultCrypto
package import VaultModel
package import VaultPolicy

// What a rotation rewrites: the same keys and envelopes under other keys. No row means anything else
// afterwards, and no state record, pin or value changes.
extension WriteTransaction {
  /// How far a batch came.
  package struct Rewrapped: Sendable {
    /// The subjects that were looked at, and of those the ones of which something was rewritten.
    package var subjects = 0
    package var rewritten = 0
    /// The last tag that was looked at; nil once there is none behind it.
    package var last: Identifier?
  }

  /// The most rows that a batch looks at: a resumed run passes over what is done in large steps.
  private static let mostRead = 20_000

  /// Rewrites what is sealed under older keys of up to `limit` subjects whose tags follow `tag`.
  package func rewrap(
    after tag: Identifier?, limit: Int, registry: Registry
  ) throws -> Rewrapped {
    let purposes = try registry.purposes(rotatingIn: keys)
    var batch = Rewrapped(last: tag)
    while batch.rewritten < limit, batch.subjects < Self.mostRead {
      let rows = try keyRows(after: batch.last, limit: limit)
      for row in rows {
        batch.subjects += 1
        batch.last = row.tag
        if try rewrap(row, purposes, registry) { batch.rewritten += 1 }
        guard batch.rewritten < limit else { return batch }
      }
      guard rows.count == limit else {
        batch.last = nil
        return batch
      }
    }
    return batch
  }

  /// A subject's row, as far as keys are concerned.
  private struct KeyRow {
    let tag, subject: Identifier
    let wrapped: [UInt8]?
    let state: [UInt8]
  }

  private func keyRows(after tag: Identifier?, limit: Int) throws -> [KeyRow] {
    var rows: [KeyRow] = []
    try connection.each(
      .keyRows, tag.map(Value.id) ?? .bytes([]), .integer(Int64(limit))
    ) { (row) throws(StoreError) in
      rows.append(
        KeyRow(
          tag: try row.id(0), subject: try row.id(1), wrapped: row.optionalBytes(2),
          state: row.bytes(3)))
    }
    return rows
  }

  private func rewrap(
    _ row: KeyRow, _ purposes: [PurposeNumber], _ registry: Registry
  ) throws -> Bool {
    var isRewritten = false
    do {
      if let wrapped = row.wrapped,
        let rewrapped = try keys.rewrapSubjectKey(wrapped, for: row.subject)
      {
        try change(.updateWrapped, .bytes(rewrapped), .id(row.tag))
        isRewritten = true
      }
      if let state = try keys.resealState(row.state, tag: row.tag, subject: row.subject) {
        try change(.updateState, .bytes(state), .id(row.tag))
        isRewritten = true
      }
    } catch CryptoError.authenticationFailed, CryptoError.malformed {
      throw StoreError.integrity("a subject")
    }
    for purpose in purposes {
      if try resealEnvelopes(of: row.subject, for: purpose, registry) { isRewritten = true }
    }
    return isRewritten
  }

  private func resealEnvelopes(
    of subject: Identifier, for purpose: PurposeNumber, _ registry: Registry
  ) throws -> Bool {
    guard let name = registry.name(purpose) else { return false }
    var reader = PermissionReader(vault: keys.vault, registry: registry)
    var rows: [PermissionRow] = []
    try connection.each(.permissionsOfPurpose, .id(subject), .number(purpose)) {
      (row) throws(StoreError) in rows.append(try reader.read(row))
    }
    var isRewritten = false
    for row in rows {
      guard let envelope = row.envelope else { continue }
      do {
        let canonical = try row.canonical(vault: keys.vault, registry: registry)
        guard
          let resealed = try keys.resealEnvelope(envelope, purpose: name, row: canonical)
        else { continue }
        try change(
          .updateEnvelope, .bytes(resealed), .id(subject), .number(purpose),
          .id(row.permission.id))
        isRewritten = true
      } catch CryptoError.authenticationFailed, CryptoError.malformed {
        throw StoreError.integrity("a permission's envelope")
      }
    }
    return isRewritten
  }

  /// Seals the policy in force under the newest keys.
  package func resealPolicy(registry: Registry) throws {
    let number = try policyNumber()
    guard number > 0 else { return }
    let row = try policy(number, registry: registry)
    let seal = try keys.policyMAC(
      row.sealed(vault: keys.vault, registry: registry, notices: noticesDigest()))
    try change(.updateSeal, .bytes(seal.bytes), .integer(Int64(number)))
  }
}

extension Registry {
  /// The purposes whose envelopes are to be resealed.
  fileprivate func purposes(rotatingIn keys: KeyChain) throws -> [PurposeNumber] {
    guard keys.isRotatingPurposes else { return [] }
    return try names(.purpose).filter { try keys.isRotating(purpose: $0) }
      .compactMap { number($0) }
  }
}
