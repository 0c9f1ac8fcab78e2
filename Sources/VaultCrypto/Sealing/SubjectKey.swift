internal import VaultModel

/// SK: the random key of one subject.
///
/// Destroying its wrapped form destroys the subject's data.
package final class SubjectKey: Sendable {
  private let material: KeyMaterial
  private let vault: Identifier
  private let subject: Identifier

  init(_ material: KeyMaterial, vault: Identifier, subject: Identifier) {
    self.material = material
    self.vault = vault
    self.subject = subject
  }

  /// CK of a category and epoch: HKDF-Expand of the subject's key.
  package func categoryKey(_ category: String, epoch: UInt32) throws(CryptoError) -> CategoryKey {
    var info = FieldEncoder("cvault/v1/category-key")
    info.append(vault)
    info.append(subject)
    info.append(category)
    info.append(epoch)
    return CategoryKey(try material.expand(info: info), epoch: epoch)
  }

  /// Seals what is about the subject but no value, such as its id in clear.
  ///
  /// The label names the kind, such as `identity`; each has a key of its own. The bytes are bound to
  /// vault, subject, label and context, which must be the same at opening.
  package func seal(
    _ plaintext: [UInt8], label: String, context: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    let key = try key(label)
    let context = self.context(label, context)
    return try SealedFormat.record.seal(plaintext, with: key, context: context.bytes)
  }

  /// Opens what ``seal(_:label:context:)`` made.
  ///
  /// - Throws: ``CryptoError/authenticationFailed`` if a bit, the label or the context differs.
  package func open(
    _ sealed: [UInt8], label: String, context: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    try SealedFormat.record.openBytes(
      sealed, with: key(label), context: self.context(label, context).bytes)
  }

  private func key(_ label: String) throws(CryptoError) -> SealingKey {
    var info = FieldEncoder("cvault/v1/subject-record-key")
    info.append(vault)
    info.append(subject)
    info.append(label)
    return SealingKey(try material.expand(info: info))
  }

  private func context(_ label: String, _ context: [UInt8]) -> FieldEncoder {
    var fields = FieldEncoder("cvault/v1/subject-record")
    fields.append(vault)
    fields.append(subject)
    fields.append(label)
    fields.append(context)
    return fields
  }

  /// Wraps the key itself.
  func wrapped(
    by key: SealingKey, generation: UInt32, context: FieldEncoder
  ) throws(CryptoError) -> [UInt8] {
    try unsafe material.withBytes { bytes throws(CryptoError) in
      try unsafe SealedFormat.wrappedKey.seal(
        bytes, number: generation, with: key, context: context)
    }
  }
}
