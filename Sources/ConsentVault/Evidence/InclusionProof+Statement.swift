import VaultLedger

/// The member `ledger` of a statement: the leaf in base64, its index, the hashes in base64, the
/// checkpoint's whole note.
extension InclusionProof {
  static let member = "ledger"

  /// The member.
  var json: JSONValue {
    [
      "leaf": .text(Base64.string(leaf ?? [])), "index": .number(index),
      "inclusion": .texts(hashes.map { Base64.string($0.bytes) }),
      "checkpoint": .text(checkpoint.encoded),
    ]
  }

  /// Reads the member, and nothing else.
  ///
  /// - Throws: ``VaultError`` `RECEIPT_INVALID`.
  init(json: JSONValue) throws(VaultError) {
    let hashes = (json["inclusion"]?.items ?? []).compactMap { item in
      item.text.flatMap { Base64.bytes($0) }.flatMap { Digest(bytes: $0) }
    }
    guard let leaf = json["leaf"]?.text.flatMap({ Base64.bytes($0) }), leaf.count <= Leaf.longest,
      // Beyond 2^53 readers of JSON disagree (RFC 8785, section 3.2.2.3).
      let index = json["index"]?.number, index < 1 << 53,
      let text = json["checkpoint"]?.text, let note = try? SignedNote(parsing: text)
    else { throw .statementInvalid("its place in the ledger cannot be read") }
    self.init(leaf: leaf, index: UInt64(index), hashes: hashes, checkpoint: note)
    guard self.json.canonical == json.canonical else {
      throw .statementInvalid("its place in the ledger cannot be read")
    }
  }
}
