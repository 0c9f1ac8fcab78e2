package import VaultModel

extension KeyChain {
  /// Seals a subject's state record under K_state, bound to vault, tag and subject.
  package func sealState(
    _ plaintext: [UInt8], tag: Identifier, subject: Identifier
  ) throws(CryptoError) -> [UInt8] {
    try SealedFormat.record.seal(
      plaintext, with: stateKey, context: stateContext(tag, subject).bytes)
  }

  /// Opens a subject's state record.
  ///
  /// - Throws: ``CryptoError/authenticationFailed`` if a bit, the tag or the subject differs.
  package func openState(
    _ sealed: [UInt8], tag: Identifier, subject: Identifier
  ) throws(CryptoError) -> [UInt8] {
    try SealedFormat.record.openBytes(
      sealed, with: stateKey, context: stateContext(tag, subject).bytes)
  }

  private func stateContext(_ tag: Identifier, _ subject: Identifier) -> FieldEncoder {
    var fields = FieldEncoder("cvault/v1/state")
    fields.append(vault)
    fields.append(tag)
    fields.append(subject)
    return fields
  }
}
