package import VaultModel

/// Where a sealed value belongs.
///
/// A value opens at its own place and nowhere else.
package struct ValuePlace: Hashable, Sendable {
  /// The vault's random id.
  package let vault: Identifier
  /// The subject's random id inside the vault.
  package let subject: Identifier
  /// The leaf category, by name.
  package let category: String
  /// The key within the category.
  package let key: String
  /// Where the value came from, by name.
  package let origin: String
  /// When the value was collected.
  package let collectedAt: Timestamp
  /// Which version of the value this is, from 1.
  package let version: UInt32

  /// Names a place.
  package init(
    vault: Identifier, subject: Identifier, category: String, key: String, origin: String,
    collectedAt: Timestamp, version: UInt32
  ) {
    self.vault = vault
    self.subject = subject
    self.category = category
    self.key = key
    self.origin = origin
    self.collectedAt = collectedAt
    self.version = version
  }

  /// The additional data of the sealed value.
  var context: FieldEncoder {
    var fields = FieldEncoder("cvault/v1/value")
    fields.append(vault)
    fields.append(subject)
    fields.append(category)
    fields.append(key)
    fields.append(origin)
    fields.append(collectedAt)
    fields.append(version)
    return fields
  }

  /// The same as bytes, for whoever opens a value again and again.
  ///
  /// - Throws: ``CryptoError/tooLarge`` if a name is longer than 65,535 bytes.
  package var encoded: [UInt8] { get throws(CryptoError) { try context.bytes } }
}
