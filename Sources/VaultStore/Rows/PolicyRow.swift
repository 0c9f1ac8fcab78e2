import VaultCrypto
package import VaultLedger
package import VaultModel
import VaultPolicy

/// One version of the policy, as the vault keeps it.
package struct PolicyRow: Sendable {
  package let number: UInt32
  package let name: String
  package let version: String
  /// The canonical JSON form; its SHA-256 is the digest.
  package let canonical: String
  package let digest: Digest
  package let places: String
  /// The file as it was loaded.
  package let source: String
  package let loaded: Timestamp
  /// Nil for a version that was loaded before the vault had a policy key.
  package let signature: PolicySignature?

  package init(
    number: UInt32, name: String, version: String, canonical: String, places: String,
    source: String, loaded: Timestamp, signature: PolicySignature?
  ) {
    self.number = number
    self.name = name
    self.version = version
    self.canonical = canonical
    digest = SHA256.digest(of: Array(canonical.utf8))
    self.places = places
    self.source = source
    self.loaded = loaded
    self.signature = signature
  }

  init(_ row: Statement) throws(StoreError) {
    self.init(
      number: try row.unsigned(0), name: row.text(1), version: row.text(2),
      canonical: row.text(3), places: row.text(5), source: row.text(6), loaded: try row.time(7),
      signature: try Self.signature(row))
    guard row.bytes(4) == digest.bytes else { throw .integrity("a policy version") }
  }

  private static func signature(_ row: Statement) throws(StoreError) -> PolicySignature? {
    guard !row.isNull(9) else { return nil }
    guard let key = try? VerifierKey(parsing: row.text(9)) else {
      throw .integrity("a policy's signature")
    }
    return PolicySignature(
      key: key, note: row.text(10), endorsement: row.isNull(11) ? nil : row.text(11))
  }

  /// Holds the version against what its key signed; what has no signature is not looked at.
  ///
  /// - Throws: ``StoreError/Code/integrity``.
  package func checkSignature() throws(StoreError) {
    guard let signature else { return }
    guard let statement = try? signature.statement(), statement.name == name,
      statement.version == version, statement.digest == digest
    else { throw .integrity("a policy's signature") }
  }

  /// What the seal of a version covers: the version with its signature, and the registry and the notices
  /// as they were when it was loaded, so that nobody without a key can change what is permitted, what a
  /// number means, what was shown, or who vouches for it.
  ///
  /// `notices` is ``Snapshot/noticesDigest()``.
  func sealed(
    vault: Identifier, registry: Registry, notices: Digest
  ) throws(CryptoError) -> [UInt8] {
    var entries: [UInt8] = []
    for entry in registry.entries {
      entries.append(entry.kind.rawValue)
      entries.append(bigEndian: entry.number)
      entries.append(contentsOf: entry.name.utf8)
      entries.append(0)
    }
    var fields = FieldEncoder("cvault/v1/policy")
    fields.append(vault)
    fields.append(number)
    fields.append(name)
    fields.append(version)
    fields.append(digest)
    fields.append(SHA256.digest(of: Array(places.utf8)))
    fields.append(SHA256.digest(of: Array(source.utf8)))
    fields.append(loaded)
    fields.append(SHA256.digest(of: entries))
    fields.append(notices)
    // A version without one is sealed as it was before there were signatures; one more field is told from
    // none by the length before it.
    if let signature {
      fields.append(signature.key.text)
      fields.append(SHA256.digest(of: Array(signature.note.utf8)))
      fields.append(
        optional: signature.endorsement.map { SHA256.digest(of: Array($0.utf8)).bytes })
    }
    return try fields.bytes
  }

  var values: [Value] {
    [
      .integer(Int64(number)), .text(name), .text(version), .text(canonical),
      .bytes(digest.bytes), .text(places), .text(source), .time(loaded),
    ]
  }
}

/// A notice, as the vault keeps it: word for word.
package struct NoticeRow: Hashable, Sendable {
  /// SHA-256 of the text's UTF-8 bytes.
  package let digest: Digest
  package let id: String
  package let language: String
  package let text: String
  /// The number of the policy version that brought it.
  package let policy: UInt32

  package init(id: String, language: String, text: String, policy: UInt32) {
    digest = SHA256.digest(of: Array(text.utf8))
    self.id = id
    self.language = language
    self.text = text
    self.policy = policy
  }

  init(_ row: Statement) throws(StoreError) {
    self.init(
      id: row.text(1), language: row.text(2), text: row.text(3), policy: try row.unsigned(4))
    guard row.bytes(0) == digest.bytes else { throw .integrity("a notice") }
  }
}
