import VaultCrypto
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

  package init(
    number: UInt32, name: String, version: String, canonical: String, places: String,
    source: String, loaded: Timestamp
  ) {
    self.number = number
    self.name = name
    self.version = version
    self.canonical = canonical
    digest = SHA256.digest(of: Array(canonical.utf8))
    self.places = places
    self.source = source
    self.loaded = loaded
  }

  init(_ row: Statement) throws(StoreError) {
    self.init(
      number: try row.unsigned(0), name: row.text(1), version: row.text(2),
      canonical: row.text(3), places: row.text(5), source: row.text(6), loaded: try row.time(7))
    guard row.bytes(4) == digest.bytes else { throw .integrity("a policy version") }
  }

  /// What the seal of a version covers: the version, and the registry and the notices as they were when
  /// it was loaded, so that nobody without a key can change what is permitted, what a number means, or
  /// what was shown.
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
