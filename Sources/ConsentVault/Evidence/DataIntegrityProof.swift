import VaultCrypto

/// A proof that a document is as its signer left it: cryptosuite `eddsa-jcs-2022` of W3C Data
/// Integrity (vc-di-eddsa, section 3.3), by a key that the proof names as `did:key`.
///
/// What is signed is SHA-256(JCS(proof without its value)) ‖ SHA-256(JCS(document without proof)).
struct DataIntegrityProof: Hashable, Sendable {
  /// The member of a document that holds its proof.
  static let member = "proof"
  private static let value = "proofValue"
  /// 64 bytes have 88 digits at most.
  private static let longestValue = 88

  /// Who signed: 32 bytes (RFC 8032).
  let publicKey: [UInt8]
  /// When, by vault time.
  let created: Timestamp

  /// The proof of `document` before it has a value.
  private func options(for document: JSONValue) -> JSONValue {
    let options: JSONValue = [
      "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022",
      "created": .text(created.description),
      "verificationMethod": .text(DIDKey(publicKey: publicKey).verificationMethod),
      "proofPurpose": "assertionMethod",
    ]
    // A JSON-LD document's context says what its terms mean, so the proof names it too (section 3.3.1).
    return options.adding(document["@context"].map { [.init("@context", $0)] } ?? [])
  }

  /// What is signed, 64 bytes (section 3.3.4).
  private func message(for document: JSONValue) -> [UInt8] {
    SHA256.digest(of: options(for: document).canonical).bytes
      + SHA256.digest(of: document.canonical).bytes
  }

  /// `document` with its proof (section 3.3.1).
  func attached(
    to document: JSONValue, signing: ([UInt8]) throws -> [UInt8]
  ) rethrows -> JSONValue {
    let signature = try signing(message(for: document))
    let proof = options(for: document)
      .adding([.init(Self.value, .text("z\(Base58.string(signature))"))])
    return document.adding([.init(Self.member, proof)])
  }

  /// The proof of a document, its signature checked (section 3.3.2).
  ///
  /// - Returns: the proof, and the document without it.
  /// - Throws: ``VaultError`` `RECEIPT_INVALID` for a proof of another form, `RECEIPT_FORGED` for one
  ///   that does not hold.
  static func verified(
    in secured: JSONValue
  ) throws(VaultError) -> (proof: DataIntegrityProof, document: JSONValue) {
    let document = secured.removing([member])
    guard let found = secured[member],
      let created = found["created"]?.text.flatMap(Timestamp.init),
      let key = found["verificationMethod"]?.text.flatMap(DIDKey.init(verificationMethod:))
    else { throw .statementInvalid("it has no proof that can be read") }
    let proof = DataIntegrityProof(publicKey: key.publicKey, created: created)
    guard let value = found[Self.value]?.text, value.utf8.first == UInt8(ascii: "z"),
      let signature = Base58.bytes(value.dropFirst(), limit: longestValue),
      // Every other member must be what it is written as: nothing is left for two to read differently.
      found.canonical
        == proof.options(for: document).adding([.init(Self.value, .text(value))]).canonical
    else { throw .statementInvalid("its proof is not of the suite eddsa-jcs-2022") }
    guard Ed25519Signature.isValid(signature, of: proof.message(for: document), by: key.publicKey)
    else { throw .statementForged("its signature does not hold") }
    return (proof, document)
  }
}
