import VaultCrypto
import VaultLedger
import VaultStore

extension Vault {
  /// Signs a statement about one leaf.
  ///
  /// Added here are what every kind has: context, kind, vault, event, place in the ledger, proof. What a
  /// kind has besides is its content; its own terms are compact IRIs of the prefixes of
  /// ``StatementContext``.
  ///
  /// - Parameters:
  ///   - content: an object without any of the members that are added.
  ///   - kind: what it is.
  ///   - leaf: the index of the leaf that it is about.
  /// - Returns: the statement, which ``SignedStatement/verify(_:keys:)`` takes.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`, `LEAF_UNKNOWN`; `RECEIPT_EVENT_UNKNOWN` if no such
  ///   statement can be made of the leaf.
  package func statement(
    _ content: JSONValue, kind: StatementKind, about leaf: UInt64
  ) async throws(VaultError) -> SignedStatement {
    try atTheDoor { try requireOwner() }
    let place = try await inclusion(of: leaf)
    return try atTheDoor {
      let note = try SignedNote(parsing: place.checkpoint)
      let event = try StatementEvent(Leaf(decoding: place.leaf))
      guard let event, kind.events.contains(event.name) else {
        throw VaultError.noReceipt("no such statement is made of leaf \(leaf)")
      }
      let inclusion = InclusionProof(
        leaf: place.leaf, index: place.index, hashes: place.proof, checkpoint: note)
      let (time, policy) = try store.read { snapshot in
        (try store.time(in: snapshot).vault, try policyMembers(event.policy, in: snapshot))
      }
      var head: [JSONValue.Member] = []
      if kind.isLinkedData {
        head = [
          .init(StatementContext.member, StatementContext.json),
          .init("kind", .text(kind.rawValue)), .init("dct:created", .text(time.description)),
        ]
      }
      let document = content.adding(
        head + [
          .init("vault", .text(try Checkpoint(parsing: note.text).origin)),
          .init(StatementEvent.member, event.json(policy)),
          .init(InclusionProof.member, inclusion.json),
        ])
      let proof = DataIntegrityProof(publicKey: try keys.logPublicKey, created: time)
      return SignedStatement(try proof.attached(to: document) { try keys.sign($0) })
    }
  }

  /// What an event tells of the policy in force besides its number.
  private func policyMembers(_ number: UInt32, in snapshot: Snapshot) throws -> [JSONValue.Member] {
    guard let row = try snapshot.policies().first(where: { $0.number == number }) else { return [] }
    return [
      .init("name", .text(row.name)), .init("version", .text(row.version)),
      .init("spdx:checksum", row.digest.statementChecksum),
    ]
  }
}

extension Digest {
  /// A SHA-256 in the terms of SPDX, as DCAT 3 has it.
  var statementChecksum: JSONValue {
    [
      "@type": "spdx:Checksum", "spdx:algorithm": "spdx:checksumAlgorithm_sha256",
      "spdx:checksumValue": .text(description),
    ]
  }
}
